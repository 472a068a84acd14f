package io.escriba.inference.batch;

import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The streams of one model that have not ended, wherever they are, and how they end: the reader is told, the metrics are, and
 * the place is given back. Each ends once. Not thread-safe: called by the thread of the model.
 */
final class OpenStreams {
    private static final System.Logger LOG = System.getLogger(OpenStreams.class.getName());

    private final StreamMetrics metrics;
    /** In the order of arrival. */
    private final Set<TextStream> open = new LinkedHashSet<>();

    /** None yet. */
    OpenStreams(StreamMetrics metrics) {
        this.metrics = metrics;
    }

    void add(TextStream stream) {
        open.add(stream);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** The text is complete. */
    void end(TextStream stream, Ending ending) {
        stream.end(ending);
        leave(stream, Outcome.of(ending));
    }

    /** The reader has gone away. */
    void cancel(TextStream stream) {
        leave(stream, Outcome.CANCELLED);
    }

    /** Something went wrong that concerns this stream alone, and nobody has said so yet. */
    void logAndFail(TextStream stream, RuntimeException reason) {
        stream.reader()
                .subject()
                .run(() -> LOG.log(
                        Level.ERROR, "A stream failed after " + stream.characters() + " characters; it ends.", reason));
        fail(stream, reason);
    }

    /** The text breaks off with others, for a reason that has been logged for all of them. */
    void failAmongOthers(TextStream stream, RuntimeException reason) {
        log(
                stream,
                Level.WARNING,
                "A stream ends after " + stream.characters() + " characters, with the step that failed.");
        fail(stream, reason);
    }

    /** The text breaks off, for a reason that has been logged or needs no log. */
    void fail(TextStream stream, RuntimeException reason) {
        try {
            stream.fail(reason);
        } catch (RuntimeException e) {
            stream.reader()
                    .subject()
                    .run(() -> LOG.log(Level.WARNING, "A reader could not be told that its stream failed.", e));
        }
        leave(stream, reason instanceof ServiceStoppingException ? Outcome.STOPPED : Outcome.FAILED);
    }

    /** All texts break off, in the order of their arrival. */
    void failAll(RuntimeException reason) {
        List.copyOf(open).forEach(stream -> fail(stream, reason));
    }

    private static void log(TextStream stream, Level level, String words) {
        stream.reader().subject().run(() -> LOG.log(level, words));
    }

    private void leave(TextStream stream, Outcome outcome) {
        open.remove(stream);
        if (LOG.isLoggable(Level.DEBUG)) {
            log(
                    stream,
                    Level.DEBUG,
                    "A stream ends after " + stream.characters() + " characters: " + outcome.label() + ".");
        }
        metrics.ended(outcome);
        stream.leave();
    }
}
