package io.escriba.local.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that people call, up to the point where a JDK is found. */
class ScriptIT {
    @TempDir
    private Path home;

    @Test
    void saysThatAJdkIsTooOld() throws Exception {
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.25\" 2024-10-15' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));

        assertThat(run("up"))
                .isEqualTo("Escriba needs a JDK 17 or newer, and " + java
                        + " is version 11: install one, or set JAVA_HOME to it.\n");
    }

    @Test
    void saysThatThereIsNoJdk() throws Exception {
        assertThat(run("status"))
                .startsWith("Escriba needs a JDK 17 or newer, and there is no " + home.resolve("bin/java"))
                .hasLineCount(1);
    }

    /** What the script says, with {@code JAVA_HOME} at the test's directory. It must fail. */
    private String run(String... script) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script));
        command.set(0, Path.of(script[0]).toAbsolutePath().toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", home.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        return said;
    }
}
