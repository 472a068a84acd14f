package io.escriba.inference.batch;

import io.escriba.inference.sampling.Likelihood;
import io.escriba.inference.sampling.RecentCharacters;
import io.escriba.model.ContextWindow;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A text that is being written, in the hands of the thread of its model. */
final class TextStream {
    private static final float[] NONE = {};

    private final Order order;
    private final Reader reader;
    private final Admission.Place place;
    private final Runnable afterwards;
    private final Window window;
    private final RecentCharacters recent;

    private float[] state = NONE;
    private long characters;
    private boolean begun;
    private boolean sentBefore;
    private long lastSent;
    private boolean ended;

    /**
     * A text of which nothing has been written.
     *
     * @param afterwards run once, when the stream has ended in whatever way and its place is free
     * @param context how much of the text the model sees, if not all of it
     */
    TextStream(
            Order order, Reader reader, Admission.Place place, Runnable afterwards, Optional<ContextWindow> context) {
        this.order = order;
        this.reader = reader;
        this.place = place;
        this.afterwards = afterwards;
        this.window = Window.of(order.text().ids(), context);
        this.recent = RecentCharacters.of(
                order.sampling(), order.text().ids(), order.text().start());
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

    /** What the model must read before the stream can have a row. */
    Window window() {
        return window;
    }

    /** The end of the text, prompt included. */
    RecentCharacters recent() {
        return recent;
    }

    /**
     * Room for its state while it lies aside; out of date while it has a row.
     *
     * @param size floats, always the same
     */
    float[] state(int size) {
        if (state.length != size) {
            state = new float[size];
        }
        return state;
    }

    /** Characters generated. */
    long characters() {
        return characters;
    }

    /** Whether its next character can go somewhere. */
    boolean canGoOn() {
        return skipsNext() || reader.isReady();
    }

    /** Whether its next character is not sent. */
    boolean skipsNext() {
        return characters < order.skip();
    }

    boolean hasEnded() {
        return ended;
    }

    /** The time of a pause is the reader's own: the next character is not counted as late. */
    void resumedAt(long now) {
        lastSent = now;
    }

    /** The model begins to read for it, for the first time or again. */
    void begin(boolean exact) {
        if (!begun) {
            begun = true;
            reader.begin(exact);
        }
    }

    /** Adds a character, and sends it unless it is to be skipped. */
    void append(
            int id, String character, Optional<Likelihood> likelihood, LongSupplier nanoTime, StreamMetrics metrics) {
        window.append(id);
        recent.add(id);
        long index = characters++;
        metrics.generated();
        if (index < order.skip()) {
            return;
        }
        reader.character(index, character, likelihood);
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
