package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.smallrye.stork.Stork;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be seen of the discovery in Kubernetes without a cluster. */
final class KubernetesDiscoveryIT {
    @BeforeEach
    void initialize() {
        System.setProperty("kubernetes.master", "http://127.0.0.1:1");
        System.setProperty("kubernetes.auth.tryKubeConfig", "false");
        System.setProperty("kubernetes.request.retry.backoffLimit", "0");
        Stork.initialize();
    }

    @AfterEach
    void shutdown() {
        Stork.shutdown();
        System.clearProperty("kubernetes.master");
        System.clearProperty("kubernetes.auth.tryKubeConfig");
        System.clearProperty("kubernetes.request.retry.backoffLimit");
    }

    @Test
    void asksTheServerOfTheApi() {
        Throwable failure = catchThrowable(() -> Stork.getInstance()
                .defineIfAbsent(
                        "generation",
                        new InferenceDiscovery("kubernetes:escriba/inference", Duration.ofSeconds(2), List.of())
                                .definition()));

        assertThat(failure).hasStackTraceContaining("Connection refused: /127.0.0.1:1");
    }
}
