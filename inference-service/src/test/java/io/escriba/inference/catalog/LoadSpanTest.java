package io.escriba.inference.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.escriba.inference.batch.Admission;
import io.escriba.inference.batch.AdmissionLimits;
import io.escriba.inference.session.TinyGru;
import io.escriba.json.Json;
import io.escriba.kafka.Topic;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.store.Sha256;
import io.escriba.vocabulary.Vocabulary;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LoadSpanTest {
    private static final ModelVersion VERSION = new ModelVersion(new Name("nomes"), 3);
    private static final URI ARTIFACT = URI.create("memory:/nomes/3");
    private static final byte[] GRAPH = "graph".getBytes(UTF_8);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String TRAINING = "b7ad6b7169203331";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final InMemoryModels store = new InMemoryModels();
    private final BackgroundThread background = new BackgroundThread("load-in-a-test");

    @Test
    void whatIsLoadedBelongsToTheTraceOfItsTraining() {
        store.put(ARTIFACT, GRAPH);

        SpanData span = announced();

        assertThat(span.getName()).isEqualTo("load");
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(TRAINING);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("escriba.model")))
                .isEqualTo("nomes@3");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("escriba.outcome")))
                .isEqualTo("loaded");
    }

    @Test
    void whatCannotBeLoadedSaysWhy() {
        SpanData span = announced();

        assertThat(span.getAttributes().get(AttributeKey.stringKey("escriba.outcome")))
                .isEqualTo("store_away");
        assertThat(span.getStatus().getDescription()).contains("cannot be read");
    }

    private SpanData announced() {
        try (background;
                SdkTracerProvider tracing = SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build()) {
            Catalog catalog = new Catalog(
                    new Loader(store, new FakeModelOpener(), new FakeHeap(), tracing.get("test")),
                    0,
                    new Admission(new AdmissionLimits(1, 1), () -> 0),
                    background,
                    new FakeCatalogMetrics());
            PublishedModel published = new PublishedModel(
                    VERSION.name(),
                    VERSION.version(),
                    ARTIFACT,
                    Sha256.of(GRAPH),
                    GRAPH.length,
                    TinyGru.manifest(VERSION, Vocabulary.of("ab"), List.of()));
            ConsumerRecord<String, byte[]> record =
                    new ConsumerRecord<>(Topic.MODELS.topicName(), 0, 0, "nomes", Json.bytes(published));
            record.headers().add("traceparent", ("00-" + TRACE + "-" + TRAINING + "-01").getBytes(UTF_8));

            catalog.caughtUp();
            KafkaModelFeed.tell(catalog, record);
            await().until(() -> !spans.getFinishedSpanItems().isEmpty());
            return spans.getFinishedSpanItems().get(0);
        }
    }
}
