package io.escriba.gateway.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Corpus;
import io.escriba.corpus.Dataset;
import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.SseReader;
import io.escriba.gateway.SseReader.Event;
import io.escriba.gateway.TestModels;
import io.escriba.gateway.corpus.Corpora;
import io.escriba.json.Json;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.training.TrainingCancellation;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class TrainingIT extends RunningGateway {
    @Test
    void tellsTheHistoryThenWhatHappens() {
        order("job-live");
        tell(TestEvents.step("job-live", 1));

        try (SseReader reader = http.stream("/api/training/job-live")) {
            Event first = reader.next().orElseThrow();
            assertThat(first.name()).isEqualTo("step");
            assertThat(first.json().get("trainingLoss").asDouble()).isEqualTo(2.5);

            tell(TestEvents.sample("job-live", 1, 0.5));
            assertThat(reader.next().orElseThrow().json().get("text").asText()).isEqualTo("ana");

            // The model comes on a topic of its own, after the event that tells of it, and yet the reader finds it.
            tell(TestEvents.completed("job-live"));
            log.write(CloudEvents.json(
                    Topic.MODELS, "nomes", "test", PublishedModel.TYPE, TestModels.published("nomes", 3, "an")));
            Event last = reader.next().orElseThrow();
            assertThat(last.name()).isEqualTo("completed");
            assertThat(http.get("/api/models/nomes").status()).isEqualTo(200);
            assertThat(reader.next()).isEmpty();
            assertThat(http.get("/api/training/job-live", "Last-Event-ID", last.id())
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test
    void opensTheStreamOfAQueuedJob() {
        order("job-queued");

        try (SseReader reader = http.stream("/api/training/job-queued")) {
            assertThat(reader.status()).isEqualTo(200);
        }
    }

    @Test
    void waitsForAJobThatWasJustOrdered() throws Exception {
        CompletableFuture<SseReader> reader =
                CompletableFuture.supplyAsync(() -> http.stream("/api/training/job-soon"));

        order("job-soon");

        try (SseReader opened = reader.get(20, TimeUnit.SECONDS)) {
            assertThat(opened.status()).isEqualTo(200);
        }
    }

    @Test
    void cancelsAJobAndTellsItsEnd() {
        order("job-cancelled");
        tell(TestEvents.step("job-cancelled", 1));

        try (SseReader reader = http.stream("/api/training/job-cancelled")) {
            assertThat(reader.next())
                    .hasValueSatisfying(event -> assertThat(event.name()).isEqualTo("step"));

            Answer asked = http.delete("/api/training/job-cancelled");
            assertThat(asked.status()).isEqualTo(202);
            assertThat(asked.text()).isEmpty();
            ConsumerRecord<String, byte[]> record =
                    log.await(Topic.TRAINING_CANCELLATIONS, "job-cancelled", 1).get(0);
            assertThat(CloudEvents.type(record.headers())).contains(TrainingCancellation.TYPE);
            assertThat(Json.read(record.value(), TrainingCancellation.class).job())
                    .isEqualTo("job-cancelled");

            tell(TestEvents.cancelled("job-cancelled"));
            assertThat(reader.all()).extracting(Event::name).containsExactly("cancelled");
        }
        assertThat(http.get("/api/training").json()).anySatisfy(job -> {
            assertThat(job.get("id").asText()).isEqualTo("job-cancelled");
            assertThat(job.get("state").asText()).isEqualTo("cancelled");
        });
        Answer again = http.delete("/api/training/job-cancelled");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("detail").asText()).contains("has ended: it is cancelled.");
    }

    @Test
    void cancelsAJobThatWaits() {
        order("job-waiting");

        assertThat(http.delete("/api/training/job-waiting").status()).isEqualTo(202);
        assertThat(http.delete("/api/training/job-waiting").status()).isEqualTo(202);

        assertThat(log.await(Topic.TRAINING_CANCELLATIONS, "job-waiting", 2)).hasSize(2);
    }

    @Test
    void refusesToCancelAnUnknownJob() {
        Answer refused = http.delete("/api/training/unheard-of");

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.json().get("detail").asText()).contains("There is no training job 'unheard-of'.");
    }

    @Test
    void listsJobs() {
        order("job-failed");
        tell(TestEvents.failed("job-failed"));

        http.await("/api/training", answer -> isListed("job-failed", "failed", answer.json()));

        assertThat(http.get("/api/training").json()).anySatisfy(job -> {
            assertThat(job.get("id").asText()).isEqualTo("job-failed");
            assertThat(job.get("model").asText()).isEqualTo("nomes");
            assertThat(job.get("reason").asText()).isEqualTo("The corpus is too short.");
        });
    }

    private static boolean isListed(String id, String state, JsonNode jobs) {
        return StreamSupport.stream(jobs.spliterator(), false)
                .anyMatch(job -> job.get("id").asText().equals(id)
                        && job.get("state").asText().equals(state));
    }

    @Test
    void ordersATraining() {
        know(Corpora.corpus("trainable", 12, 2, 4, 8));

        Answer answer = http.post("/api/models/ordered/train", "{\"corpus\": \"trainable\", \"layers\": 2}");

        assertThat(answer.status()).isEqualTo(202);
        String id = answer.json().get("job").asText();
        assertThat(answer.json().get("model").asText()).isEqualTo("ordered");
        assertThat(answer.header("Location")).isEqualTo("/api/training/" + id);
        ConsumerRecord<String, byte[]> record =
                log.await(Topic.TRAINING_JOBS, "ordered", 1).get(0);
        assertThat(CloudEvents.type(record.headers())).contains(TrainingJob.TYPE);
        TrainingJob job = Json.read(record.value(), TrainingJob.class);
        assertThat(job.id()).isEqualTo(id);
        assertThat(job.dataset()).isEqualTo(new Dataset("escriba.corpus", 2, 4, 9, new Name("trainable")));
        assertThat(job.spec()).contains(Json.read("{\"layers\": 2}", JsonNode.class));
        http.await("/api/training", jobs -> jobs.text().contains(id));
    }

    @Test
    void waitsForTheStatisticsOfWhatHasJustBeenPublished() throws Exception {
        JsonNode first = publish("fresh", "abc");
        CompletableFuture<Answer> ordered =
                CompletableFuture.supplyAsync(() -> http.post("/api/models/fresh/train", "{\"layers\": 2}"));
        count("fresh", first);
        assertThat(ordered.get(20, TimeUnit.SECONDS).status()).isEqualTo(202);

        JsonNode second = publish("fresh", "def");
        CompletableFuture<Answer> onAll = CompletableFuture.supplyAsync(() -> http.post("/api/models/fresh/train", ""));
        count("fresh", second);

        assertThat(onAll.get(20, TimeUnit.SECONDS).status()).isEqualTo(202);
        ConsumerRecord<String, byte[]> record =
                log.await(Topic.TRAINING_JOBS, "fresh", 2).get(1);
        assertThat(Json.read(record.value(), TrainingJob.class).dataset().endOffset())
                .isEqualTo(second.get("lastOffset").asLong() + 1);
    }

    private JsonNode publish(String corpus, String text) {
        Answer answer = http.post("/api/corpora/" + corpus + "?train=false", text);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    /** Says what a trainer's statistics would. */
    private void count(String name, JsonNode receipt) {
        Corpus corpus = Corpora.corpus(
                name,
                6,
                receipt.get("partition").asInt(),
                receipt.get("firstOffset").asLong(),
                receipt.get("lastOffset").asLong());
        log.write(CloudEvents.json(Topic.CORPORA, name, "test", Corpus.TYPE, corpus));
    }

    @Test
    void ordersOneTrainingByOneKey() {
        know(Corpora.corpus("once", 12, 2, 4, 8));

        Answer first = http.post("/api/models/once/train", "", "Idempotency-Key", "k");
        know(Corpora.corpus("once", 13, 2, 4, 9));
        Answer again = http.post("/api/models/once/train", "", "Idempotency-Key", "k");
        Answer other = http.post("/api/models/once/train", "{\"layers\": 2}", "Idempotency-Key", "k");
        Answer second = http.post("/api/models/once/train", "");

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(log.await(Topic.TRAINING_JOBS, "once", 2))
                .extracting(
                        record -> Json.read(record.value(), TrainingJob.class).id())
                .containsExactly(
                        first.json().get("job").asText(),
                        second.json().get("job").asText());
    }

    @Test
    void refusesATrainingThatCannotSucceed() {
        Answer unknown = http.post("/api/models/unheard-of/train", "{}");
        Answer wrong = http.post("/api/models/nomes/train", "{\"layers\": 99, \"dropout\": 2}");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().get("detail").asText()).contains("There is no corpus 'unheard-of' to train on.");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().get("problems")).hasSize(2);
        assertThat(http.post("/api/models/Nomes/train", "{}").status()).isEqualTo(400);
        Answer all = http.post("/api/models/Nomes/train", "{\"layers\": 99}", "Idempotency-Key", "k".repeat(201));
        assertThat(all.json().get("problems").toString()).contains("'Nomes'", "layers is 99", "Idempotency-Key");
        assertThat(all.json().get("problems")).hasSize(3);
        assertThat(http.post("/api/models/Nomes/train", "{").json().get("problems"))
                .hasSize(2);
    }

    private void know(Corpus corpus) {
        String name = corpus.name().value();
        log.write(CloudEvents.json(Topic.CORPORA, name, "test", Corpus.TYPE, corpus));
        http.await(
                "/api/corpora/" + name,
                answer -> answer.status() == 200
                        && answer.json().get("characters").asLong() == corpus.characters());
    }

    private void order(String id) {
        TrainingJob job = TestEvents.job(id, 0);
        log.write(CloudEvents.json(Topic.TRAINING_JOBS, job.model().value(), "test", TrainingJob.TYPE, job));
    }

    private void tell(TrainingEvent event) {
        log.write(CloudEvents.json(Topic.TRAINING_PROGRESS, event.job(), "test", TrainingEvent.TYPE, event));
    }
}
