package io.escriba.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.inference.batch.Admission;
import io.escriba.inference.batch.AdmissionLimits;
import io.escriba.inference.session.TinyGru;
import io.escriba.json.Json;
import io.escriba.kafka.Topic;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import io.opentelemetry.api.trace.TracerProvider;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaModelFeedTest {
    private static final Name NOMES = new Name("nomes");

    private final Catalog catalog = new Catalog(
            new Loader(
                    new InMemoryModels(),
                    new FakeModelOpener(),
                    new FakeHeap(),
                    TracerProvider.noop().get("test")),
            0,
            new Admission(new AdmissionLimits(1, 1), () -> 0),
            new ManualBackground(),
            new FakeCatalogMetrics());

    @Test
    void announcesWhatARecordSays() {
        KafkaModelFeed.tell(catalog, record("nomes", Json.bytes(published(3, 3))));

        assertThat(catalog.find(NOMES, Optional.of(3L)).vocabulary()).isEqualTo(Vocabulary.of("ab"));
    }

    @Test
    void retiresTheModelOfATombstone() {
        KafkaModelFeed.tell(catalog, record("nomes", Json.bytes(published(3, 3))));

        KafkaModelFeed.tell(catalog, record("nomes", null));

        assertThatThrownBy(() -> catalog.find(NOMES, Optional.empty())).isInstanceOf(UnknownModelException.class);
    }

    @Test
    void refusesARecordThatContradictsItself() {
        assertThatThrownBy(() -> KafkaModelFeed.tell(catalog, record("nomes", Json.bytes(published(3, 4)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'nomes@3'")
                .hasMessageContaining("'nomes@4'");
        assertThatThrownBy(() -> KafkaModelFeed.tell(catalog, record("other", Json.bytes(published(3, 3)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key 'other'");
        assertThatThrownBy(() -> KafkaModelFeed.tell(catalog, record(null, Json.bytes(published(3, 3)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no key");
        assertThatThrownBy(() -> KafkaModelFeed.tell(catalog, record("nomes", new byte[] {'{'})))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PublishedModel published(long version, long ofManifest) {
        return new PublishedModel(
                NOMES,
                version,
                URI.create("memory:/nomes"),
                "00",
                1,
                TinyGru.manifest(new ModelVersion(NOMES, ofManifest), Vocabulary.of("ab"), List.of()));
    }

    private static ConsumerRecord<String, byte[]> record(@Nullable String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(Topic.MODELS.topicName(), 0, 0, key, value);
    }
}
