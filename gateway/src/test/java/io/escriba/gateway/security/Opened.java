package io.escriba.gateway.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A gateway as it can be opened by Quarkus's own settings: to a page elsewhere, and by TLS. Its log is a file. */
public final class Opened implements QuarkusTestProfile {
    static final String ORIGIN = "https://friend.example";
    static final String PASSWORD = "only-for-this-test";
    static final Path DIRECTORY = directory();

    /** A file with a key and a certificate for this machine, and nobody's signature. */
    static Path keyStore() {
        return DIRECTORY.resolve("gateway.p12");
    }

    static Path log() {
        return DIRECTORY.resolve("gateway.log");
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        makeKeyStore();
        return Map.ofEntries(
                Map.entry("quarkus.http.cors.enabled", "true"),
                Map.entry("quarkus.http.cors.origins", ORIGIN),
                Map.entry("escriba.api-keys", "alice:" + Keys.ALICE),
                Map.entry("quarkus.http.test-ssl-port", "0"),
                Map.entry("quarkus.tls.key-store.p12.path", keyStore().toString()),
                Map.entry("quarkus.tls.key-store.p12.password", PASSWORD),
                Map.entry("quarkus.log.file.enabled", "true"),
                Map.entry("quarkus.log.file.path", log().toString()),
                Map.entry("quarkus.http.access-log.enabled", "true"),
                Map.entry("quarkus.http.access-log.pattern", "%u [%{i,User-Agent}]"));
    }

    private static void makeKeyStore() {
        if (Files.exists(keyStore())) {
            return;
        }
        try {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "gateway",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost,ip:127.0.0.1",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            keyStore().toString(),
                            "-storepass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool has made no certificate: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("escriba-open");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
