package io.escriba.gateway.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.TestModels;
import io.escriba.gateway.model.Catalogs;
import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.training.TrainingHistory.Watch;
import io.escriba.gateway.training.TrainingSummary.State;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TrainingNewsTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration NONE = Duration.ZERO;

    private final TrainingHistory history = new TrainingHistory(10, 10);
    private final ModelCatalog models = new ModelCatalog();

    @Test
    void tellsOfACompletedJobWhenItsModelIsThere() throws Exception {
        CompletableFuture<Boolean> modelAtTheEnd = new CompletableFuture<>();
        Watch watch = history.watch(
                "job",
                () -> modelAtTheEnd.complete(!models.versions(TestEvents.MODEL).isEmpty()));
        CompletableFuture<Void> told = CompletableFuture.runAsync(
                () -> new TrainingNews(history, models, LONG).tell(1, TestEvents.completed("job"), false));

        Catalogs.publish(models, TestModels.published(TestEvents.MODEL.value(), 3, "ab"));

        told.get(1, TimeUnit.MINUTES);
        watch.close();
        assertThat(modelAtTheEnd).isCompletedWithValue(true);
    }

    @Test
    void waitsForNoModelOfAnOldJob() {
        new TrainingNews(history, models, LONG).tell(1, TestEvents.completed("job"), true);

        assertThat(history.state("job")).contains(State.COMPLETED);
    }

    @Test
    void tellsOfACompletedJobWhoseModelDoesNotCome() {
        new TrainingNews(history, models, NONE).tell(1, TestEvents.completed("job"), false);

        assertThat(history.state("job")).contains(State.COMPLETED);
    }

    @Test
    void waitsForNoModelBeforeTheEnd() {
        new TrainingNews(history, models, LONG).tell(1, TestEvents.step("job", 1), false);

        assertThat(history.state("job")).contains(State.RUNNING);
    }
}
