package io.escriba.bench.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.bench.autoscaler.ScaledObject.Trigger;
import io.escriba.bench.autoscaler.ScalingRules.Policy;
import io.escriba.bench.autoscaler.ScalingRules.Select;
import io.escriba.bench.autoscaler.ScalingRules.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaledObjectTest {
    @TempDir
    private Path directory;

    @Test
    void readsTheOneThatIsDeployed() {
        ScaledObject inference =
                ScaledObject.read(Path.of("../kubernetes/overlays/production/scaling.yaml"), "inference");

        assertThat(inference.least()).isPositive();
        assertThat(inference.most()).isGreaterThan(inference.least());
        assertThat(inference.behavior().up()).isEqualTo(ScalingRules.USUAL_UP);
        assertThat(inference.triggers()).isNotEmpty().allSatisfy(trigger -> {
            assertThat(trigger.query())
                    .startsWith("sum(escriba_streams_running{")
                    .doesNotContain("\n");
            assertThat(trigger.threshold()).isPositive();
        });
    }

    @Test
    void takesWhatIsSaidAndTheUsualOtherwise() throws IOException {
        Path file = file("""
                kind: Deployment
                metadata: {name: inference}
                ---
                kind: ScaledObject
                metadata: {name: inference}
                spec:
                  minReplicaCount: 3
                  maxReplicaCount: 7
                  advanced:
                    horizontalPodAutoscalerConfig:
                      behavior:
                        scaleUp: {stabilizationWindowSeconds: 5, selectPolicy: Min}
                        scaleDown: {policies: [{type: Percent, value: 20, periodSeconds: 30}]}
                  triggers: [{type: prometheus, metadata: {query: up, threshold: "1.5"}}]
                """);

        assertThat(ScaledObject.read(file, "inference"))
                .isEqualTo(new ScaledObject(
                        3,
                        7,
                        new Behavior(
                                new ScalingRules(Duration.ofSeconds(5), Select.MIN, ScalingRules.USUAL_UP.policies()),
                                new ScalingRules(
                                        Duration.ofMinutes(5),
                                        Select.MAX,
                                        List.of(new Policy(Unit.PERCENT, 20, Duration.ofSeconds(30))))),
                        List.of(new Trigger("up", 1.5))));
    }

    @Test
    void namesEverythingThatIsMissing() throws IOException {
        Path file = file("""
                kind: ScaledObject
                metadata: {name: inference}
                spec:
                  minReplicaCount: 1
                  triggers: [{type: kafka, metadata: {}}, {type: prometheus, metadata: {query: up}}]
                """);

        assertThatThrownBy(() -> ScaledObject.read(file, "inference"))
                .hasMessageContainingAll(
                        "inference in '" + file, "type 'kafka'", "threshold above 0", "no maxReplicaCount");
        assertThatThrownBy(() -> ScaledObject.read(file, "trainer"))
                .hasMessageContainingAll("'trainer'", "[inference]");
        assertThatThrownBy(() -> ScaledObject.read(directory.resolve("none"), "trainer"))
                .hasMessageContaining("cannot be read");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("objects.yaml"), text);
    }
}
