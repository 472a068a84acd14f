package io.escriba.inference.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.GenerateResponse;
import io.escriba.inference.session.TinyGru;
import io.escriba.local.broker.EmbeddedBroker;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.vocabulary.Vocabulary;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of streams when the process is told to stop. */
class ShutdownIT {
    private static final ModelVersion MODEL = new ModelVersion(new Name("stopped"), 1);
    private static final TinyGru GRU = new TinyGru(Vocabulary.of("abcdefgh"), 16, 1);

    @TempDir
    Path directory;

    @Test
    void letsRunningStreamsEndWithinTheDrain() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"));
                InferenceProcess service = start(broker, "60s");
                Caller caller = published(broker, service)) {
            GenerateRequest request =
                    Caller.request(MODEL.name(), "abc", 30_000, 1).build();
            String undisturbed = caller.generate(request).text();
            Iterator<GenerateResponse> running = caller.begin(request);
            StringBuilder text = new StringBuilder(running.next().getText().getText());

            service.terminate();
            await().atMost(Duration.ofSeconds(30)).until(() -> service.log().contains("left to 1 streams to end"));

            assertThat(service.isReady()).isFalse();
            assertThatThrownBy(() -> caller.generate(request)).satisfies(ShutdownIT::isUnavailable);
            running.forEachRemaining(event -> text.append(event.getText().getText()));
            assertThat(text.toString()).isEqualTo(undisturbed);
            service.awaitExit();
        }
    }

    @Test
    void tellsStreamsToGoOnElsewhereAfterTheDrain() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"));
                InferenceProcess service = start(broker, "0s");
                Caller caller = published(broker, service)) {
            Iterator<GenerateResponse> running = caller.begin(
                    Caller.request(MODEL.name(), "abc", 1_000_000, 1).build());
            running.next();

            service.terminate();

            assertThatThrownBy(() -> running.forEachRemaining(event -> {}))
                    .satisfies(ShutdownIT::isUnavailable)
                    .hasMessageContaining("Go on with another one");
            service.awaitExit();
        }
    }

    private InferenceProcess start(EmbeddedBroker broker, String drain) throws Exception {
        return InferenceProcess.start(
                directory,
                Map.of(
                        "kafka.bootstrap.servers",
                        broker.bootstrapServers(),
                        "escriba.store",
                        directory.resolve("models").toUri().toString(),
                        "escriba.topics.partitions",
                        "1",
                        "escriba.inference.drain",
                        drain));
    }

    private Caller published(EmbeddedBroker broker, InferenceProcess service) throws Exception {
        try (Publisher publisher = new Publisher(broker.bootstrapServers(), directory.resolve("models"))) {
            publisher.publish(MODEL, GRU);
        }
        Caller caller = new Caller(service.grpcPort());
        await().atMost(Duration.ofSeconds(30)).until(() -> caller.models().contains(MODEL));
        return caller;
    }

    private static void isUnavailable(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }
}
