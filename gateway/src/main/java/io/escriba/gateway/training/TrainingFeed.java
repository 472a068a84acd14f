package io.escriba.gateway.training;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.sse.ServerSentEvent;
import io.escriba.gateway.training.JobHistory.Entry;
import io.escriba.gateway.training.TrainingHistory.News;
import io.escriba.gateway.training.TrainingHistory.Watch;
import io.escriba.json.Json;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Tells readers what happens to jobs. Readers fetch news at their own pace, so a slow one costs no memory. */
final class TrainingFeed {
    private final TrainingHistory history;
    private final Duration patience;

    /**
     * Tells what a history knows and will know.
     *
     * @param patience how long a job may be unknown: its order may still be on its way through the log
     */
    TrainingFeed(TrainingHistory history, Duration patience) {
        this.history = history;
        this.patience = patience;
    }

    /**
     * Everything that happens to a job, until its end. Without any news to come there is no event at all.
     *
     * @param offset of the last event that the reader knows; -1 for none
     */
    Multi<ServerSentEvent> follow(String job, long offset) {
        return known(job)
                .onItem()
                .transformToMulti(
                        known -> Multi.createBy().concatenating().streams(greeting(job, offset), events(job, offset)));
    }

    /** Completes when the job is known, or fails with a {@link ProblemException} (404) when it does not come. */
    Uni<Boolean> known(String job) {
        return when(job, () -> history.knows(job))
                .ifNoItem()
                .after(patience)
                .failWith(() -> ProblemException.notFound(
                        "job", "There is no training job '" + job + "'. GET /api/training lists the newest ones."));
    }

    /** Opens the stream when the first event may be far away. */
    private Multi<ServerSentEvent> greeting(String job, long offset) {
        return Multi.createFrom()
                .deferred(() -> history.after(job, offset).isPending()
                        ? Multi.createFrom().item(ServerSentEvent.comment())
                        : Multi.createFrom().empty());
    }

    private Multi<ServerSentEvent> events(String job, long offset) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new AtomicLong(offset), known -> news(job, known))
                .whilst(news -> !news.complete())
                .onItem()
                .transformToIterable(News::entries)
                .map(TrainingFeed::event);
    }

    private Uni<News> news(String job, AtomicLong known) {
        return when(job, () -> !history.after(job, known.get()).isPending()).map(changed -> {
            News news = history.after(job, known.get());
            news.entries().forEach(entry -> known.set(entry.offset()));
            return news;
        });
    }

    /** Completes when something holds that only an event of the job can change. */
    private Uni<Boolean> when(String job, Supplier<Boolean> condition) {
        return Uni.createFrom().emitter(emitter -> {
            Runnable check = () -> {
                if (condition.get()) {
                    emitter.complete(true);
                }
            };
            Watch watch = history.watch(job, check);
            emitter.onTermination(watch::close);
            check.run();
        });
    }

    private static ServerSentEvent event(Entry entry) {
        var json = Json.tree(entry.event());
        return ServerSentEvent.resumable(entry.offset(), json.path("type").asText(), json.toString());
    }
}
