package io.escriba.inference.batch;

import io.escriba.model.ContextWindow;
import java.util.Optional;

/**
 * What a model must read of a text before the text can have a row. A model whose state remembers any length reads the
 * order's ids once, and nothing is kept here. One with a limited context reads what fits; the ids in its window are kept,
 * as they are read again when the window begins anew, or when its state has been given up.
 */
final class Window {
    private final Optional<ContextWindow> context;
    private final int[] ids;
    private int length;
    private int read;
    private int last;

    private Window(Optional<ContextWindow> context, int[] ids, int length) {
        this.context = context;
        this.ids = ids;
        this.length = length;
    }

    /** Of a text that begins with these ids, at least one. */
    static Window of(int[] ids, Optional<ContextWindow> context) {
        return context.map(limit -> end(ids, limit)).orElseGet(() -> new Window(context, ids, ids.length));
    }

    private static Window end(int[] ids, ContextWindow limit) {
        int start = Math.toIntExact(limit.start(ids.length));
        // One more than fits: the next id is kept until the window has begun anew.
        int[] kept = new int[limit.length() + 1];
        System.arraycopy(ids, start, kept, 0, ids.length - start);
        return new Window(Optional.of(limit), kept, ids.length - start);
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
    }
}
