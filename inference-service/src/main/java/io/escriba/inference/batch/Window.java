package io.escriba.inference.batch;

import io.escriba.model.ContextWindow;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a model must read of a text before the text can have a row. A model whose state remembers any length reads the
 * order's ids once, and nothing is kept here. One with a limited context reads what fits; the ids in its window are kept,
 * as they are read again when the window begins anew, or when its state has been given up.
 */
final class Window {
    private static final float[] NOTHING = {};

    private final Optional<ContextWindow> context;
    private final int[] ids;
    /** From which reading begins; empty where nothing has been read, or the state is elsewhere. */
    private float[] origin;

    private boolean begun;
    private int length;
    private int read;
    private int last;

    private Window(Optional<ContextWindow> context, int[] ids, int length, int read, float[] origin) {
        this.context = context;
        this.ids = ids;
        this.length = length;
        this.read = read;
        this.origin = origin;
    }

    /** Of this text. */
    static Window of(TextSoFar text, Optional<ContextWindow> context) {
        return context.map(limit -> end(text, limit))
                .orElseGet(() -> new Window(context, text.ids(), text.ids().length, text.read(), text.state()));
    }

    private static Window end(TextSoFar text, ContextWindow limit) {
        int[] known = text.ids();
        int start = Math.toIntExact(limit.start(text.before() + known.length) - text.before());
        // One more than fits: the next id is kept until the window has begun anew.
        int[] kept = new int[limit.length() + 1];
        System.arraycopy(known, start, kept, 0, known.length - start);
        return new Window(Optional.of(limit), kept, known.length - start, 0, NOTHING);
    }

    /**
     * Before a stretch is read. Before the first one the state becomes the one from which it is read: all zero, or what a
     * snapshot remembered.
     *
     * @param state after the stretch before
     */
    void begin(float[] state) {
        if (begun) {
            return;
        }
        begun = true;
        if (origin.length == 0) {
            Arrays.fill(state, 0);
            return;
        }
        if (origin.length != state.length) {
            throw new IllegalArgumentException("A snapshot has a state of " + origin.length
                    + " numbers, but the model's has " + state.length + ". Give what came from the same version.");
        }
        System.arraycopy(origin, 0, state, 0, state.length);
        origin = NOTHING;
    }

    /** The ids to read; those from {@link #read} to {@link #length} have not been. */
    int[] ids() {
        return ids;
    }

    /** How many of them the state has read. */
    int read() {
        return read;
    }

    /** How many there are. */
    int length() {
        return length;
    }

    void setRead(int read) {
        this.read = read;
    }

    /** Whether the text can have a row: its next ids are read there one by one. */
    boolean isRead() {
        return read == length;
    }

    /** The id that was appended last. */
    int last() {
        return last;
    }

    /** Adds an id that is to be read in a row. */
    void append(int id) {
        last = id;
        if (context.isPresent()) {
            ids[length++] = id;
            read = length;
        }
    }

    /**
     * The end of the text for a snapshot: what the model would read again, and at least this much.
     *
     * @param recent the last ids of the text, or fewer
     */
    int[] end(int... recent) {
        if (context.isPresent()) {
            return length > recent.length ? Arrays.copyOf(ids, length) : recent;
        }
        return recent.length > 0 ? recent : new int[] {last};
    }

    /** Whether the id that was appended last does not fit. */
    boolean isOutgrown() {
        return context.isPresent() && length > context.get().length();
    }

    /** Whether the state of a text that leaves its row can be given up. */
    boolean isKept() {
        return context.isPresent();
    }

    /** Has the window read from its beginning, which is a later one if it is outgrown. */
    void readAgain() {
        if (isOutgrown()) {
            int step = context.orElseThrow().step();
            length -= step;
            System.arraycopy(ids, step, ids, 0, length);
        }
        read = 0;
        begun = false;
    }
}
