package io.escriba.inference.batch;

import io.escriba.inference.sampling.Likelihood;
import io.escriba.inference.sampling.RecentCharacters;
import java.util.Optional;

/** A text that is being written, in the hands of the thread of its model. */
final class TextStream {
    private static final float[] NONE = {};

    private final Order order;
    private final Reader reader;
    private final Admission.Place place;
    private final Runnable afterwards;
    private final Window window;
    private final RecentCharacters recent;
    private final StopStrings.Search stops;
    private final Delivery delivery;

    private float[] state = NONE;
    private long characters;
    /** Characters of the last snapshot, or those with which it began. */
    private long remembered;

    private boolean begun;
    private boolean ended;

    /**
     * A text that waits.
     *
     * @param afterwards run once, when the stream has ended in whatever way and its place is free
     * @param window on what the text begins with
     * @param stops that has seen what has been written
     */
    TextStream(
            Order order,
            Reader reader,
            Admission.Place place,
            Runnable afterwards,
            Window window,
            StopStrings.Search stops,
            Delivery delivery) {
        this.order = order;
        this.reader = reader;
        this.place = place;
        this.afterwards = afterwards;
        this.window = window;
        this.recent = RecentCharacters.of(
                order.sampling(), order.text().ids(), order.text().start());
        this.stops = stops;
        this.delivery = delivery;
        this.characters = order.text().characters();
        this.remembered = characters;
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

    /** Characters after the prompt. */
    long characters() {
        return characters;
    }

    /** Whether it has as many characters as were asked for. */
    boolean isComplete() {
        return characters == order.maxCharacters();
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

    /** Its reader is ready again. The pause was the reader's own, but what follows is counted, as before the pause. */
    void resumedAt(long now) {
        delivery.resumedAt(now);
        place.resume();
    }

    /** The model begins to read for it, for the first time or again. */
    void begin(boolean exact) {
        if (!begun) {
            begun = true;
            reader.begin(exact);
        }
    }

    /**
     * Adds a character.
     *
     * @param likelihood if it is wanted
     * @return whether the text ends with a stop string now; the string is then no part of it
     */
    boolean append(int id, String character, Optional<Likelihood> likelihood) {
        window.append(id);
        recent.add(id);
        int stop = stops.next(character.codePointAt(0));
        delivery.add(characters, character, likelihood, stop > 0 ? stop : stops.undecided());
        characters += 1 - stop;
        return stop > 0;
    }

    /** What its reader has been given leaves now, unless the next character is expected soon enough to leave with it. */
    void flushBefore(long next) {
        delivery.flushBefore(next);
    }

    /** Whether its reader is to be given a snapshot now. While a stop string may have begun it has to wait. */
    boolean isSnapshotDue() {
        return order.snapshotInterval() > 0
                && characters - remembered >= order.snapshotInterval()
                && stops.undecided() == 0;
    }

    /**
     * Gives its reader a snapshot, after all characters that it stands for.
     *
     * @param state before the last id was read; empty where the window is read again
     */
    void giveSnapshot(float[] state) {
        remembered = characters;
        int[] end = window.end(recent.inOrder());
        TextSoFar first = order.text();
        long ids = first.before() + first.ids().length + characters - first.characters();
        delivery.flush();
        reader.snapshot(new Snapshot(characters, ids - end.length, end, state));
    }

    /** The text breaks off. */
    void fail(RuntimeException reason) {
        try {
            delivery.flush();
        } finally {
            reader.failed(reason);
        }
    }

    /** The text is complete. */
    void end(Ending ending) {
        if (ending != Ending.STOP_STRING) {
            delivery.sendHeld();
        }
        delivery.flush();
        reader.end(ending, characters);
    }

    /** Marks it as ended and gives its place back. The reader has been told, or knows. */
    void leave() {
        ended = true;
        place.leave();
        afterwards.run();
    }
}
