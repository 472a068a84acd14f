package io.escriba.inference.batch;

import io.escriba.inference.sampling.Sampler;
import io.escriba.inference.sampling.UniformNumbers;
import io.escriba.inference.session.CharacterModel;
import io.escriba.vocabulary.Vocabulary;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The rules by which one model writes many texts: continuous batching, as in G.-I. Yu et al., "Orca: A Distributed
 * Serving System for Transformer-Based Generative Models", OSDI 2022, section 3.2. Streams join and leave between steps.
 *
 * <p>A stream waits, runs in a row of the model, or is paused because its reader is not ready. It begins by reading its
 * ids, in stretches of {@link CharacterModel#LONGEST_READ}; at most one full stretch, or shorter ones of that length
 * together, lies between two steps, so that a long prompt holds up nobody for long. Where the stretches are cut depends
 * on the prompt alone, and so does the text.
 *
 * <p>Not thread-safe: {@link ModelRunner} calls it from one thread.
 */
final class Scheduler {
    private static final System.Logger LOG = System.getLogger(Scheduler.class.getName());
    private static final int NO_MARK = -1;

    private final CharacterModel model;
    private final StreamMetrics metrics;
    private final LongSupplier nanoTime;
    private final Sampler sampler;
    private final int endMark;
    private final String[] characters;
    private final int[] ids;
    private final float[] logits;

    private final Rows rows;
    /** Not begun, in the order of arrival. */
    private final Set<TextStream> waiting = new LinkedHashSet<>();
    /** Was paused and can go on, in the order of the readers' calls. */
    private final Set<TextStream> resumed = new LinkedHashSet<>();
    /** Lies aside until its reader is ready. */
    private final Set<TextStream> paused = new HashSet<>();
    /** Its prompt has been begun; it has a place among the running, and a row is kept free for it. */
    private Optional<TextStream> reading = Optional.empty();

    /**
     * For a model without streams.
     *
     * @param nanoTime the clock that gave the streams' places their time
     */
    Scheduler(CharacterModel model, Vocabulary vocabulary, StreamMetrics metrics, LongSupplier nanoTime) {
        this.model = model;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.sampler = new Sampler(vocabulary);
        this.endMark = vocabulary.endMark().orElse(NO_MARK);
        this.characters = IntStream.range(0, vocabulary.size())
                .mapToObj(vocabulary::decode)
                .toArray(String[]::new);
        this.ids = new int[model.rows()];
        this.logits = new float[model.rows() * vocabulary.size()];
        this.rows = new Rows(model);
    }

    /** Queues a new stream. */
    void add(TextStream stream) {
        waiting.add(stream);
    }

    /** Lets a paused stream go on as soon as there is a row. */
    void resume(TextStream stream) {
        if (stream.reader().isReady() && paused.remove(stream)) {
            resumed.add(stream);
        }
    }

    /** Ends a stream whose reader has gone away. */
    void cancel(TextStream stream) {
        if (!stream.hasEnded()) {
            leave(stream, Outcome.CANCELLED);
            forget(stream);
        }
    }

    /** Ends every stream, in the order in which they are served. */
    void failAll(RuntimeException reason) {
        List<TextStream> all = new ArrayList<>();
        IntStream.range(0, rows.size()).mapToObj(rows::get).forEach(all::add);
        reading.ifPresent(all::add);
        List.of(resumed, paused, waiting).forEach(all::addAll);
        for (TextStream stream : all) {
            fail(stream, reason);
            forget(stream);
        }
    }

    /** Whether there are no streams at all. */
    boolean isEmpty() {
        return rows.size() == 0 && reading.isEmpty() && waiting.isEmpty() && resumed.isEmpty() && paused.isEmpty();
    }

    /**
     * One round: streams whose readers are full leave their rows, others get them, and all that have one get their next
     * character.
     *
     * @return whether another round has something to do before anything happens outside
     */
    boolean round() {
        pauseFullReaders();
        boolean moreToRead = letIn();
        boolean anyRuns = rows.size() > 0;
        if (anyRuns) {
            step();
        }
        // The step may have freed rows even if it was the last of all that had one.
        return moreToRead || anyRuns;
    }

    private void pauseFullReaders() {
        for (int row = rows.size() - 1; row >= 0; row--) {
            TextStream stream = rows.get(row);
            if (!stream.canGoOn()) {
                rows.setAside(row);
                paused.add(stream);
                stream.place().rest();
            }
        }
    }

    /**
     * Fills free rows, first with streams that were paused, then with the others as they came.
     *
     * @return whether it stopped only because enough has been read for one round
     */
    private boolean letIn() {
        for (Optional<TextStream> next = start(resumed); next.isPresent(); next = start(resumed)) {
            next.get().resumedAt(nanoTime.getAsLong());
            rows.join(next.get());
        }
        int read = 0;
        while (read < CharacterModel.LONGEST_READ) {
            Optional<TextStream> next = reading.or(() -> start(waiting));
            if (next.isEmpty()) {
                return false;
            }
            read += read(next.get());
        }
        return true;
    }

    /** Takes the first stream out of a queue, if there is a row for it and one more may run. */
    private Optional<TextStream> start(Set<TextStream> queue) {
        boolean rowIsFree = rows.size() + (reading.isPresent() ? 1 : 0) < model.rows();
        if (queue.isEmpty() || !rowIsFree) {
            return Optional.empty();
        }
        TextStream first = queue.iterator().next();
        if (!first.place().run()) {
            return Optional.empty();
        }
        queue.remove(first);
        return Optional.of(first);
    }

    /** Reads the next stretch of a prompt; after the last one the stream gets its first character and a row. */
    private int read(TextStream stream) {
        int[] prompt = stream.order().ids();
        int from = stream.idsRead();
        int to = Math.min(from + CharacterModel.LONGEST_READ, prompt.length);
        reading = Optional.of(stream);
        try {
            model.read(prompt, from, to, stream.state(), logits);
        } catch (RuntimeException e) {
            logAndFail(stream, e);
            reading = Optional.empty();
            return to - from;
        }
        stream.setIdsRead(to);
        if (stream.isUnderWay()) {
            reading = Optional.empty();
            advance(stream, 0);
            if (!stream.hasEnded()) {
                rows.join(stream);
            }
        }
        return to - from;
    }

    private void step() {
        int count = rows.size();
        for (int row = 0; row < count; row++) {
            ids[row] = rows.get(row).last();
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
        for (int row = count - 1; row >= 0; row--) {
            if (rows.get(row).hasEnded()) {
                rows.leave(row);
            }
        }
    }

    private void failRunning(RuntimeException reason) {
        for (int row = rows.size() - 1; row >= 0; row--) {
            fail(rows.get(row), reason);
            rows.leave(row);
        }
    }

    /** Gives a stream the character that follows from the scores in this row, and ends it if that was its last. */
    private void advance(TextStream stream, int row) {
        try {
            Order order = stream.order();
            double uniform = UniformNumbers.at(order.sampling().seed(), stream.characters());
            int id = sampler.sample(logits, row * characters.length, order.sampling(), uniform);
            if (id == endMark) {
                end(stream, Ending.END_MARK);
                return;
            }
            stream.append(id, characters[id], nanoTime, metrics);
            if (stream.characters() == order.maxCharacters()) {
                end(stream, Ending.LENGTH);
            }
        } catch (RuntimeException e) {
            logAndFail(stream, e);
        }
    }

    private void end(TextStream stream, Ending ending) {
        stream.reader().end(ending, stream.characters());
        leave(stream, Outcome.of(ending));
    }

    private void logAndFail(TextStream stream, RuntimeException reason) {
        LOG.log(Level.ERROR, "A stream failed after " + stream.characters() + " characters; it ends.", reason);
        fail(stream, reason);
    }

    private void fail(TextStream stream, RuntimeException reason) {
        try {
            stream.reader().failed(reason);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A reader could not be told that its stream failed.", e);
        }
        leave(stream, reason instanceof ServiceStoppingException ? Outcome.STOPPED : Outcome.FAILED);
    }

    private void leave(TextStream stream, Outcome outcome) {
        metrics.ended(outcome);
        stream.leave();
    }

    /** Takes a stream that has ended out of wherever it is. */
    private void forget(TextStream stream) {
        int row = rows.indexOf(stream);
        if (row >= 0) {
            rows.leave(row);
        }
        if (reading.filter(stream::equals).isPresent()) {
            reading = Optional.empty();
        }
        List.of(waiting, resumed, paused).forEach(queue -> queue.remove(stream));
    }
}
