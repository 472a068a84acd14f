package io.escriba.manifests.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.escriba.manifests.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Renders what is applied to Kubernetes. */
final class Kustomize {
    private Kustomize() {}

    /** What {@code kubectl} makes of a directory of the checkout. */
    static String rendered(String directory) {
        try {
            Process kubectl = new ProcessBuilder(
                            "kubectl",
                            "kustomize",
                            Checkout.ROOT.resolve(directory).toString())
                    // It warns of fields that have newer names; those are not known to each kubectl that is around.
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String text = new String(kubectl.getInputStream().readAllBytes(), UTF_8);
            int status = kubectl.waitFor();
            if (status != 0) {
                throw new IllegalStateException("kubectl ended with status " + status + " in " + directory + ".");
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "kubectl cannot be started. Install Debian's kubernetes-client, as .ci/run does.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
