package io.escriba.manifests.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.escriba.manifests.Checkout;
import java.io.IOException;
import java.nio.file.Path;

/** The script that makes the gateway's secrets. */
public final class Secrets {
    private Secrets() {}

    /**
     * Runs it.
     *
     * @param directory for the file {@code gateway.properties}
     * @return the key that it says the page asks for
     */
    public static String makeIn(Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Checkout.ROOT.resolve("deploy/docker/secrets").toString(), directory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("The script failed: " + said);
        }
        return said.substring(said.lastIndexOf(' ') + 1);
    }
}
