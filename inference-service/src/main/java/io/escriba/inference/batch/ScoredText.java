package io.escriba.inference.batch;

import io.escriba.inference.session.CharacterModel;
import io.escriba.model.ContextWindow;
import java.util.Optional;

/**
 * A text that is being scored, in the hands of the thread of its model. It is read in stretches; where the context is limited,
 * in windows that begin and end as those of a text that is written, so that each character is scored after the ids that the
 * model would have seen when it wrote it.
 */
final class ScoredText {
    private static final float[] NONE = {};

    private final ScoreOrder order;
    private final ScoreReader reader;
    private final Admission.Place place;
    private final Runnable afterwards;
    private final Optional<ContextWindow> context;
    private final int[] ids;

    private float[] aside = NONE;
    private int window;
    private int read;
    private int next;
    private boolean begun;
    private boolean ended;

    /**
     * A text of which nothing has been read.
     *
     * @param afterwards run once, when the text has ended in whatever way and its place is free
     * @param context how much of the text the model sees, if not all of it
     */
    ScoredText(
            ScoreOrder order,
            ScoreReader reader,
            Admission.Place place,
            Runnable afterwards,
            Optional<ContextWindow> context) {
        this.order = order;
        this.reader = reader;
        this.place = place;
        this.afterwards = afterwards;
        this.context = context;
        this.ids = order.text().ids();
        this.next = ids.length - order.text().written();
        beginWindow();
    }

    ScoreOrder order() {
        return order;
    }

    ScoreReader reader() {
        return reader;
    }

    Admission.Place place() {
        return place;
    }

    /** Prompt and text. */
    int[] ids() {
        return ids;
    }

    /** Index of the first id that has no score. */
    int next() {
        return next;
    }

    /** Index of the first id of the next stretch. */
    int from() {
        return read;
    }

    /** Index after the last id of the next stretch. Nothing follows the last id of all, so it is not read. */
    int to() {
        return Math.min(read + CharacterModel.LONGEST_READ, Math.min(windowEnd(), ids.length - 1));
    }

    private int windowEnd() {
        return context.map(limit -> window + limit.length()).orElse(ids.length);
    }

    /** Whether the next stretch is the first of a window, which is read with an empty state. */
    boolean isWindowStart() {
        return read == window;
    }

    /** The next stretch has been read, and the ids that follow its ids have their scores. */
    void stretchRead() {
        read = to();
        next = Math.max(next, read + 1);
        if (read == windowEnd()) {
            beginWindow();
        }
    }

    private void beginWindow() {
        window = context.map(limit -> Math.toIntExact(limit.start(next))).orElse(0);
        read = window;
    }

    boolean isComplete() {
        return next == ids.length;
    }

    /** Keeps the state until it goes on, or gives it up where the window can be read again. */
    void layAside(float[] state) {
        if (context.isPresent()) {
            read = window;
        } else {
            aside = state.clone();
        }
    }

    /** Gives the state back that was laid aside. */
    void takeUp(float[] state) {
        if (!isWindowStart()) {
            System.arraycopy(aside, 0, state, 0, state.length);
            aside = NONE;
        }
    }

    /** The model begins to read for it, for the first time or again. */
    void begin(boolean exact) {
        if (!begun) {
            begun = true;
            reader.begin(exact);
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Marks it as ended and gives its place back. The reader has been told, or knows. */
    void leave() {
        ended = true;
        place.leave();
        afterwards.run();
    }
}
