package io.escriba.inference.catalog;

import io.escriba.inference.batch.Admission;
import io.escriba.inference.batch.RunningModel;
import io.escriba.inference.batch.Ticket;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A text from the time when it is asked for until its model has it, for which its version may still have to be loaded. When its
 * reader goes away meanwhile, its place is free at once. Thread-safe.
 */
final class PendingText implements Ticket {
    private static final System.Logger LOG = System.getLogger(PendingText.class.getName());

    private final Admission.Place place;
    private final Runnable release;
    private final CompletableFuture<Ticket> queued = new CompletableFuture<>();
    /** There until it is decided what becomes of the text. */
    private Optional<Task> task;

    /** Hands a text to a model, as {@link RunningModel#write} and {@link RunningModel#score}. */
    @FunctionalInterface
    interface Beginning {
        Ticket in(RunningModel running, Admission.Place place, Runnable afterwards);
    }

    /**
     * What is to be done.
     *
     * @param failed is told why that cannot be
     */
    record Task(Beginning begin, Consumer<RuntimeException> failed) {}

    /**
     * A text that waits.
     *
     * @param release run once, when the text has ended in whatever way
     */
    PendingText(Task task, Admission.Place place, Runnable release) {
        this.task = Optional.of(task);
        this.place = place;
        this.release = release;
    }

    /** Hands it to its model, unless its reader has gone away. */
    void begin(RunningModel running) {
        take().ifPresent(mine -> {
            try {
                queued.complete(mine.begin().in(running, place, release));
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "A text could not be handed to its model.", e);
                giveBack();
                mine.failed().accept(e);
            }
        });
    }

    /** Ends it, unless its reader has gone away. */
    void fail(RuntimeException reason) {
        take().ifPresent(mine -> {
            giveBack();
            mine.failed().accept(reason);
        });
    }

    @Override
    public void resume() {
        tell(Ticket::resume);
    }

    @Override
    public void cancel() {
        if (take().isPresent()) {
            giveBack();
        } else {
            tell(Ticket::cancel);
        }
    }

    private synchronized Optional<Task> take() {
        Optional<Task> taken = task;
        task = Optional.empty();
        return taken;
    }

    private void giveBack() {
        place.leave();
        release.run();
    }

    private void tell(Consumer<Ticket> words) {
        CompletionStage<Ticket> known = queued;
        known.thenAccept(words);
    }
}
