package io.escriba.gateway.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.SseReader;
import io.escriba.gateway.SseReader.Event;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

            tell(TestEvents.completed("job-live"));
            Event last = reader.next().orElseThrow();
            assertThat(last.name()).isEqualTo("completed");
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
    void listsJobs() {
        order("job-failed");
        tell(TestEvents.failed("job-failed"));

        var jobs = http.await("/api/training", answer -> answer.text().contains("The corpus is too short."))
                .json();

        assertThat(jobs).anySatisfy(job -> {
            assertThat(job.get("id").asText()).isEqualTo("job-failed");
            assertThat(job.get("model").asText()).isEqualTo("nomes");
            assertThat(job.get("state").asText()).isEqualTo("failed");
            assertThat(job.get("reason").asText()).isEqualTo("The corpus is too short.");
        });
    }

    private void order(String id) {
        TrainingJob job = TestEvents.job(id, 0);
        log.write(CloudEvents.json(Topic.TRAINING_JOBS, job.model().value(), "test", TrainingJob.TYPE, job));
    }

    private void tell(TrainingEvent event) {
        log.write(CloudEvents.json(Topic.TRAINING_PROGRESS, event.job(), "test", TrainingEvent.TYPE, event));
    }
}
