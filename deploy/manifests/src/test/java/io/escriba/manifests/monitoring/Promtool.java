package io.escriba.manifests.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prometheus's tool that checks what Prometheus is to read. */
public final class Promtool {
    private Promtool() {}

    /** What the tool says; fails with its words where it finds fault. */
    public static String run(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        try {
            Process promtool = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String words = new String(promtool.getInputStream().readAllBytes(), UTF_8);
            assertThat(promtool.waitFor()).as(words).isZero();
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "promtool cannot be started. Install Debian's prometheus, as .ci/run does.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
