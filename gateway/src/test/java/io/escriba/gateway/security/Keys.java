package io.escriba.gateway.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A gateway that asks for keys: one of its configuration, and those of a file that tests may change. */
public final class Keys implements QuarkusTestProfile {
    /** A key that stays. */
    public static final String ALICE = "alice-0123456789";

    /** Another one. */
    public static final String BOB = "bob-0123456789ab";

    private static final Path FILE = file();

    /** The header that shows a key. */
    static String[] header(String key) {
        return new String[] {"Authorization", "Bearer " + key};
    }

    /** Changes the file in one step. */
    static void write(String content) {
        try {
            Path next = Files.writeString(FILE.resolveSibling("next"), content);
            Files.move(next, FILE, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        write("bob:" + BOB);
        return Map.of(
                "escriba.api-keys",
                "alice:" + ALICE,
                "escriba.api-keys.file",
                FILE.toString(),
                "quarkus.http.access-log.enabled",
                "true",
                "quarkus.http.access-log.pattern",
                "%u %m %s");
    }

    private static Path file() {
        try {
            return Files.createTempDirectory("escriba-keys").resolve("keys");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
