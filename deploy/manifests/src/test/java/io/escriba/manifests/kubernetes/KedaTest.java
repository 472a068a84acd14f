package io.escriba.manifests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.escriba.manifests.Manifests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class KedaTest {
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCAL")
    void isToldWhatItKnows(Overlay overlay) {
        assertThat(scaledObjects(overlay)).hasSize(2).allSatisfy(object -> {
            assertThat(Workload.of(overlay).map(Workload::name))
                    .contains(object.spec().scaleTargetRef().name());
            assertThat(object.spec().minReplicaCount()).isLessThan(object.spec().maxReplicaCount());
            assertThat(object.spec().triggers()).isNotEmpty();
        });
    }

    /** Its client of Kafka speaks as one of version 1.0 by default, which brokers of version 4 do not answer. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCAL")
    void speaksToKafkaAsBrokersOfVersion4Expect(Overlay overlay) {
        assertThat(scaledObjects(overlay))
                .flatExtracting(object -> object.spec().triggers())
                .filteredOn(trigger -> trigger.type().equals("kafka"))
                .singleElement()
                .satisfies(trigger -> assertThat(trigger.text("version")).matches("([3-9]|2\\.[1-9])\\..*"));
    }

    @Test
    void wouldBeToldOfFieldsThatItDoesNotKnow() {
        String object =
                "{\"kind\":\"ScaledObject\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"scaleTargetRef\":{\"name\":\"a\"},"
                        + "\"minReplicaCount\":1,\"maxReplicaCount\":2,\"triggers\":[{\"type\":\"kafka\",\"metadata\":{\"topic\":\"t\"}}]}}";

        assertThat(Strict.read(Manifests.json(object), Keda.ScaledObject.class)
                        .spec()
                        .triggers())
                .hasSize(1);
        assertThatThrownBy(() -> Strict.read(
                        Manifests.json(object.replace("\"triggers\"", "\"cooldown\":1,\"triggers\"")),
                        Keda.ScaledObject.class))
                .hasMessageContaining("ScaledObject 'a'")
                .hasMessageContaining("cooldown");
        assertThatThrownBy(
                        () -> Strict.read(Manifests.json(object.replace("topic", "topics")), Keda.ScaledObject.class))
                .hasMessageContaining("'metadata' is topics");
        assertThatThrownBy(() -> Strict.read(Manifests.json(object.replace("\"t\"", "1")), Keda.ScaledObject.class))
                .hasMessageContaining("'metadata.topic' is 1");
        assertThatThrownBy(() -> Strict.read(Manifests.json(object.replace(":2", ":\"2\"")), Keda.ScaledObject.class))
                .hasMessageContaining("maxReplicaCount");
    }

    /** The component {@code kafka-user}, for a Kafka that asks for a user. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCAL")
    void takesTheUserOfKafkaFromASecret(Overlay overlay) {
        Variant variant = Variant.of(overlay, "kafka-user");
        Keda.TriggerAuthentication authentication = variant.ofKeda("TriggerAuthentication")
                .map(document -> Strict.read(document, Keda.TriggerAuthentication.class))
                .findFirst()
                .orElseThrow();

        assertThat(variant.changed()).containsExactlyInAnyOrder("ScaledObject trainer", "TriggerAuthentication kafka");
        assertThat(authentication.spec().secretTargetRef())
                .extracting(Keda.Secret::name, Keda.Secret::parameter)
                .containsExactly(
                        tuple("escriba-kafka-scaler", "username"),
                        tuple("escriba-kafka-scaler", "password"),
                        tuple("escriba-kafka-scaler", "ca"));
        assertThat(scaledObjects(variant))
                .filteredOn(object -> object.metadata().getName().equals("trainer"))
                .flatExtracting(object -> object.spec().triggers())
                .singleElement()
                .satisfies(trigger -> {
                    assertThat(trigger.authenticationRef())
                            .isEqualTo(new Keda.Authentication(
                                    authentication.metadata().getName(), null));
                    assertThat(trigger.text("sasl")).isEqualTo("scram_sha512");
                    assertThat(trigger.text("tls")).isEqualTo("enable");
                });
    }

    private static List<Keda.ScaledObject> scaledObjects(Rendered objects) {
        return objects.scaled()
                .map(document -> Strict.read(document, Keda.ScaledObject.class))
                .toList();
    }
}
