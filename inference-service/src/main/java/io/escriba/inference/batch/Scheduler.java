package io.escriba.inference.batch;

import io.escriba.inference.session.CharacterModel;
import io.escriba.model.ContextWindow;
import io.escriba.vocabulary.Vocabulary;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The rules by which one model writes many texts: continuous batching, as in G.-I. Yu et al., "Orca: A Distributed
 * Serving System for Transformer-Based Generative Models", OSDI 2022, section 3.2. Streams join and leave between steps.
 *
 * <p>A stream waits, runs in a row of the model, or is paused because its reader is not ready. It begins by reading its
 * ids, in stretches of up to {@link CharacterModel#LONGEST_READ}; when so many ids have been read since the last step, no
 * further stretch is begun before the next one, so that a long prompt holds up nobody for long. Where the stretches are
 * cut depends on the text alone, and so does what is written. Texts that are scored are read in the same way; see
 * {@link Scoring}.
 *
 * <p>Where a model sees a limited context, a stream that outgrows it leaves its row and reads the newer half again, in the
 * same way as a prompt; see {@link Window}.
 *
 * <p>Not thread-safe: {@link ModelRunner} calls it from one thread.
 */
final class Scheduler {
    private static final System.Logger LOG = System.getLogger(Scheduler.class.getName());

    private final CharacterModel model;
    private final Optional<ContextWindow> context;
    private final StreamMetrics metrics;
    private final LongSupplier nanoTime;
    private final long gatherNanos;
    private final Author author;
    private final int[] ids;
    private final float[] logits;
    /** Of the stream that reads. */
    private final float[] state;

    private final Scoring scoring;
    private final OpenStreams open;
    private final Rows rows;
    private final Queues queues = new Queues();
    /** Whether texts to be scored were read first when last something was read. */
    private boolean scoredFirst;

    /**
     * For a model without streams.
     *
     * @param nanoTime the clock that gave the streams' places their time
     * @param gather how long a character may wait for the next ones, to leave with them
     */
    Scheduler(
            CharacterModel model,
            Vocabulary vocabulary,
            StreamMetrics metrics,
            LongSupplier nanoTime,
            Duration gather) {
        this.model = model;
        this.context = model.context();
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.gatherNanos = gather.toNanos();
        this.author = new Author(vocabulary);
        this.ids = new int[model.rows()];
        this.logits = new float[model.rows() * vocabulary.size()];
        this.state = new float[model.stateSize()];
        this.scoring = new Scoring(model, vocabulary, metrics);
        this.open = new OpenStreams(metrics);
        this.rows = new Rows(model);
    }

    /**
     * A new stream, to be queued with {@link #add}. May be called by any thread.
     *
     * @param afterwards run once, when the stream has ended in whatever way and its place is free
     */
    TextStream stream(Order order, Reader reader, Admission.Place place, Runnable afterwards) {
        return new TextStream(
                order,
                reader,
                place,
                afterwards,
                Window.of(order.text(), context),
                author.search(order),
                new Delivery(reader, order.skip(), place.since(), gatherNanos, nanoTime, metrics));
    }

    /** Queues a new stream. */
    void add(TextStream stream) {
        open.add(stream);
        queues.waiting().add(stream);
    }

    /** The texts that the model scores meanwhile. */
    Scoring scoring() {
        return scoring;
    }

    /** Lets a paused stream go on as soon as there is a row. */
    void resume(TextStream stream) {
        if (stream.reader().isReady() && queues.paused().remove(stream)) {
            stream.resumedAt(nanoTime.getAsLong());
            queues.resumed().add(stream);
        }
    }

    /** Ends a stream whose reader has gone away. */
    void cancel(TextStream stream) {
        if (!stream.hasEnded()) {
            open.cancel(stream);
            forget(stream);
        }
    }

    /** Ends every stream and text. */
    void failAll(RuntimeException reason) {
        queues.clear();
        rows.clear();
        open.failAll(reason);
        scoring.failAll(reason);
    }

    /** Whether there is nothing to be written or scored. */
    boolean isEmpty() {
        return open.isEmpty() && rows.size() == 0 && queues.isEmpty() && scoring.isEmpty();
    }

    /**
     * One round: streams whose readers are full leave their rows, others get them, and all that have one get their next
     * character.
     *
     * @return whether another round has something to do before anything happens outside
     */
    boolean round() {
        pauseFullReaders();
        letResumedIn();
        beginWindowsAnew();
        boolean moreToRead = readStretches();
        boolean anyRuns = rows.size() > 0;
        if (anyRuns) {
            step();
        }
        model.makeRoom(running());
        // The step may have freed rows even if it was the last of all that had one.
        return moreToRead || anyRuns;
    }

    /** Streams that have a row, or for which one is kept free. */
    private int running() {
        return rows.size() + queues.rowsKept();
    }

    private void pauseFullReaders() {
        for (int row = rows.size() - 1; row >= 0; row--) {
            TextStream stream = rows.get(row);
            if (!stream.canGoOn() && flush(stream)) {
                rows.setAside(row);
                queues.paused().add(stream);
                stream.place().pause();
            }
        }
    }

    /** Streams that were paused get free rows before any others. */
    private void letResumedIn() {
        for (Optional<TextStream> next = start(queues.resumed()); next.isPresent(); next = start(queues.resumed())) {
            TextStream stream = next.get();
            if (stream.window().isRead()) {
                rows.rejoin(stream);
            } else {
                queues.unread().add(stream);
            }
        }
    }

    private void beginWindowsAnew() {
        for (int row = rows.size() - 1; row >= 0; row--) {
            TextStream stream = rows.get(row);
            if (stream.window().isOutgrown() && flush(stream)) {
                rows.setAside(row);
                queues.unread().add(stream);
            }
        }
    }

    /**
     * Streams that must read do so, and texts that are to be scored are read. In turns one or the other are first, so that
     * neither wait for all of the other.
     *
     * @return whether it stopped only because enough has been read for one round
     */
    private boolean readStretches() {
        scoredFirst = !scoredFirst;
        if (!scoring.isEmpty()) {
            flushRows();
        }
        int read = scoredFirst ? scoring.read(CharacterModel.LONGEST_READ) : 0;
        read += readStreams(CharacterModel.LONGEST_READ - read);
        read += scoring.read(CharacterModel.LONGEST_READ - read);
        return read >= CharacterModel.LONGEST_READ;
    }

    /**
     * First the streams that run read, then the others as they came, as long as there are rows, until enough has been read.
     *
     * @return how many ids were read
     */
    private int readStreams(int enough) {
        int read = 0;
        while (read < enough) {
            Optional<TextStream> next = queues.takeReader().or(() -> start(queues.waiting()));
            if (next.isEmpty()) {
                break;
            }
            read += read(next.get());
        }
        return read;
    }

    /** Takes the first stream out of a queue, if there is or can be a row for it and one more may run. */
    private Optional<TextStream> start(Set<TextStream> queue) {
        if (queue.isEmpty()) {
            return Optional.empty();
        }
        TextStream first = queue.iterator().next();
        if (!model.makeRoom(running() + 1)) {
            first.place().stepBack();
            return Optional.empty();
        }
        if (!first.place().run()) {
            return Optional.empty();
        }
        queue.remove(first);
        return Optional.of(first);
    }

    /**
     * Reads the next stretch of a window; after the last one the stream gets its next character and a row. For a text that is
     * complete as it was handed in nothing is read.
     */
    private int read(TextStream stream) {
        Window window = stream.window();
        int from = window.read();
        int to = Math.min(from + CharacterModel.LONGEST_READ, window.length());
        try {
            stream.begin(model.isExact());
            if (stream.isComplete()) {
                open.end(stream, Ending.LENGTH);
                return 0;
            }
            flushRows();
            window.begin(state);
            model.read(window.ids(), from, to, state, logits);
        } catch (RuntimeException e) {
            open.logAndFail(stream, e);
            return to - from;
        }
        window.setRead(to);
        if (!window.isRead()) {
            queues.setReading(Optional.of(stream));
            return to - from;
        }
        advance(stream, 0);
        if (window.isOutgrown() && !stream.hasEnded()) {
            window.readAgain();
            queues.unread().add(stream);
        } else if (!stream.hasEnded()) {
            rows.join(stream, state);
        }
        return to - from;
    }

    private void step() {
        int count = rows.size();
        long begun = nanoTime.getAsLong();
        for (int row = 0; row < count; row++) {
            ids[row] = rows.get(row).window().last();
        }
        try {
            model.step(ids, count, logits);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A step of " + count + " streams failed; they end.", e);
            failRunning(e);
            return;
        }
        metrics.step(count);
        for (int row = 0; row < count; row++) {
            advance(rows.get(row), row);
        }
        long now = nanoTime.getAsLong();
        long next = now + (now - begun);
        for (int row = count - 1; row >= 0; row--) {
            if (rows.get(row).hasEnded()) {
                rows.leave(row);
            } else if (flush(rows.get(row), next)) {
                giveSnapshotIfDue(row);
            }
        }
    }

    /** What readers have been given leaves before something that may take long. */
    private void flushRows() {
        for (int row = rows.size() - 1; row >= 0; row--) {
            flush(rows.get(row));
        }
    }

    private boolean flush(TextStream stream) {
        return flush(stream, nanoTime.getAsLong() + gatherNanos);
    }

    /** What its reader has been given leaves, unless the next character is expected soon enough to leave with it. */
    private boolean flush(TextStream stream, long next) {
        return tell(stream, () -> stream.flushBefore(next));
    }

    private void giveSnapshotIfDue(int row) {
        tell(rows.get(row), () -> rows.giveSnapshotIfDue(row));
    }

    /**
     * A reader that fails ends its stream.
     *
     * @return whether it has not
     */
    private boolean tell(TextStream stream, Runnable message) {
        try {
            message.run();
            return true;
        } catch (RuntimeException e) {
            open.logAndFail(stream, e);
            forget(stream);
            return false;
        }
    }

    private void failRunning(RuntimeException reason) {
        for (int row = rows.size() - 1; row >= 0; row--) {
            open.failAmongOthers(rows.get(row), reason);
            rows.leave(row);
        }
    }

    /** Gives a stream the character that follows from the scores in this row, and ends it if that was its last. */
    private void advance(TextStream stream, int row) {
        try {
            author.goOn(stream, logits, row).ifPresent(ending -> open.end(stream, ending));
        } catch (RuntimeException e) {
            open.logAndFail(stream, e);
        }
    }

    /** Takes a stream that has ended out of wherever it is. */
    private void forget(TextStream stream) {
        int row = rows.indexOf(stream);
        if (row >= 0) {
            rows.leave(row);
        }
        queues.remove(stream);
    }
}
