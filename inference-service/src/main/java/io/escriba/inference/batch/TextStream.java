package io.escriba.inference.batch;

import java.util.function.LongSupplier;

/** A text that is being written, in the hands of the thread of its model. */
final class TextStream {
    private final Order order;
    private final Reader reader;
    private final Admission.Place place;
    private final Runnable afterwards;
    private final float[] state;

    private int idsRead;
    private int last;
    private long characters;
    private boolean sentBefore;
    private long lastSent;
    private boolean ended;

    /**
     * A text of which nothing has been written.
     *
     * @param afterwards run once, when the stream has ended in whatever way and its place is free
     * @param stateSize floats of its state
     */
    TextStream(Order order, Reader reader, Admission.Place place, Runnable afterwards, int stateSize) {
        this.order = order;
        this.reader = reader;
        this.place = place;
        this.afterwards = afterwards;
        this.state = new float[stateSize];
    }

    Order order() {
        return order;
    }

    Reader reader() {
        return reader;
    }

    Admission.Place place() {
        return place;
    }

    /** Its state while it lies aside; out of date while it has a row. */
    float[] state() {
        return state;
    }

    /** How many of the order's ids the model has read. */
    int idsRead() {
        return idsRead;
    }

    void setIdsRead(int idsRead) {
        this.idsRead = idsRead;
    }

    /** Whether the model has read all of the order's ids, and the text is under way. */
    boolean isUnderWay() {
        return idsRead == order.ids().length;
    }

    /** The id that the model reads next. */
    int last() {
        return last;
    }

    /** Characters generated. */
    long characters() {
        return characters;
    }

    /** Whether its next character can go somewhere. */
    boolean canGoOn() {
        return characters < order.skip() || reader.isReady();
    }

    boolean hasEnded() {
        return ended;
    }

    /** The time of a pause is the reader's own: the next character is not counted as late. */
    void resumedAt(long now) {
        lastSent = now;
    }

    /** Adds a character, and sends it unless it is to be skipped. */
    void append(int id, String character, LongSupplier nanoTime, StreamMetrics metrics) {
        last = id;
        long index = characters++;
        metrics.generated();
        if (index < order.skip()) {
            return;
        }
        reader.character(index, character);
        long now = nanoTime.getAsLong();
        if (sentBefore) {
            metrics.nextCharacter(now - lastSent);
        } else {
            metrics.firstCharacter(now - place.since());
        }
        sentBefore = true;
        lastSent = now;
    }

    /** Marks it as ended and gives its place back. The reader has been told, or knows. */
    void leave() {
        ended = true;
        place.leave();
        afterwards.run();
    }
}
