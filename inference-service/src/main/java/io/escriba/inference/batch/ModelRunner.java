package io.escriba.inference.batch;

import io.escriba.inference.session.CharacterModel;
import io.escriba.vocabulary.Vocabulary;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;

/**
 * The thread of one model. Whatever concerns its streams is put into an inbox by other threads and done by this one
 * between two steps; with nothing to do it sleeps.
 */
public final class ModelRunner implements RunningModel {
    private static final System.Logger LOG = System.getLogger(ModelRunner.class.getName());

    private final CharacterModel model;
    private final Scheduler scheduler;
    private final Admission admission;
    private final Runnable onFree = this::wakeUp;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean stopping;
    /** Why further texts end at once; empty as long as they do not. */
    private Optional<RuntimeException> closed = Optional.empty();

    private ModelRunner(String name, CharacterModel model, Scheduler scheduler, Admission admission) {
        this.model = model;
        this.scheduler = scheduler;
        this.admission = admission;
        this.thread = new Thread(this::run, "write-" + name);
        this.thread.setDaemon(true);
    }

    /**
     * Starts to serve a model.
     *
     * @param name of its thread
     * @param model closed by the runner when it stops
     * @param nanoTime the admission's clock
     * @param gather how long a character may wait for the next ones, to leave with them
     */
    public static ModelRunner start(
            String name,
            CharacterModel model,
            Vocabulary vocabulary,
            Admission admission,
            StreamMetrics metrics,
            LongSupplier nanoTime,
            Duration gather) {
        ModelRunner runner =
                new ModelRunner(name, model, new Scheduler(model, vocabulary, metrics, nanoTime, gather), admission);
        admission.onFree(runner.onFree);
        model.onRoom(runner.onFree);
        runner.thread.start();
        return runner;
    }

    @Override
    public Ticket write(Order order, Reader reader, Admission.Place place, Runnable afterwards) {
        TextStream stream = scheduler.stream(order, reader, place, afterwards);
        if (!post(() -> scheduler.add(stream))) {
            reader.failed(reasonOfEnd());
            stream.leave();
        }
        return new Ticket() {
            @Override
            public void resume() {
                post(() -> scheduler.resume(stream));
            }

            @Override
            public void cancel() {
                post(() -> scheduler.cancel(stream));
            }
        };
    }

    @Override
    public Ticket score(ScoreOrder order, ScoreReader reader, Admission.Place place, Runnable afterwards) {
        ScoredText text = scheduler.scoring().text(order, reader, place, afterwards);
        if (!post(() -> scheduler.scoring().add(text))) {
            reader.failed(reasonOfEnd());
            text.leave();
        }
        return new Ticket() {
            @Override
            public void resume() {
                post(() -> scheduler.scoring().resume(text));
            }

            @Override
            public void cancel() {
                post(() -> scheduler.scoring().cancel(text));
            }
        };
    }

    @Override
    public CompletionStage<Void> stop() {
        stopping = true;
        wakeUp();
        return stopped.minimalCompletionStage();
    }

    @Override
    public CompletionStage<Throwable> broken() {
        return broken.minimalCompletionStage();
    }

    /** A message that says nothing ends the sleep; the next round sees what has changed. */
    private void wakeUp() {
        post(ModelRunner::nothing);
    }

    private static void nothing() {}

    /** Puts something into the inbox, unless nobody will look there any more. */
    private synchronized boolean post(Runnable message) {
        if (closed.isPresent()) {
            return false;
        }
        inbox.add(message);
        return true;
    }

    private synchronized RuntimeException reasonOfEnd() {
        return closed.orElseThrow();
    }

    /** Takes no further message; further texts end for this reason. */
    private synchronized void closeInbox(RuntimeException reason) {
        closed = Optional.of(reason);
    }

    private void run() {
        Optional<Throwable> failure = serve();
        RuntimeException reason =
                failure.<RuntimeException>map(ModelBrokenException::new).orElseGet(ServiceStoppingException::new);
        try {
            admission.removeOnFree(onFree);
            closeInbox(reason);
            scheduler.failAll(reason);
            // Those that came meanwhile.
            inbox.forEach(Runnable::run);
            scheduler.failAll(reason);
        } finally {
            closeModel();
            failure.ifPresent(broken::complete);
            stopped.complete(null);
        }
    }

    /**
     * Serves until the model is stopped.
     *
     * @return what ended that before its time
     */
    private Optional<Throwable> serve() {
        try {
            boolean busy = false;
            while (!stopping) {
                Optional<Runnable> message = busy ? Optional.ofNullable(inbox.poll()) : Optional.of(inbox.take());
                if (message.isPresent()) {
                    message.get().run();
                    // All that has come is done before the next step.
                    busy = true;
                } else {
                    busy = scheduler.round();
                }
            }
            return Optional.empty();
        } catch (InterruptedException | RuntimeException | Error e) {
            // Errors too: a model without its thread must not be taken for one that serves.
            LOG.log(Level.ERROR, "Thread '" + thread.getName() + "' ends, and all texts of its model with it.", e);
            return Optional.of(e);
        }
    }

    /** Whoever waits for the end must not wait for ever because the model did not end well. */
    private void closeModel() {
        try {
            model.close();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "The model of thread '" + thread.getName() + "' could not be closed.", e);
        }
    }
}
