package io.escriba.inference.session;

import ai.onnxruntime.OrtException;
import io.escriba.model.ContextWindow;
import io.escriba.model.Manifest;
import io.escriba.training.Architecture;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Optional;

/**
 * A {@code model.onnx} in ONNX Runtime. The state of its rows lies outside the heap, for as many rows as running
 * streams need; see {@link Steps}.
 */
public final class OrtCharacterModel implements CharacterModel {
    private final Sessions sessions;
    private final Processor processor;
    private final int longestWrite;
    private final Manifest manifest;
    private final int vocabulary;
    private final int stateSize;
    private final StateMemory memory;
    private final StateMemory.Share share;
    private Optional<Runnable> onRoom = Optional.empty();

    private final Steps steps;

    /** Rows of a call that reads, of which the first is read. */
    private final int readingRows;

    private final LongBuffer stretch;
    private final FloatBuffer stretchScores;
    private final StateRows before;
    private final StateRows after;

    private OrtCharacterModel(
            Sessions sessions,
            Processor processor,
            int longestWrite,
            Manifest manifest,
            RowRange range,
            StateMemory memory,
            StateMemory.Share share) {
        this.sessions = sessions;
        this.processor = processor;
        this.longestWrite = longestWrite;
        this.manifest = manifest;
        this.vocabulary = manifest.vocabulary().size();
        this.stateSize =
                manifest.states().stream().mapToInt(state -> state.width()).sum();
        this.memory = memory;
        this.share = share;
        this.steps = new Steps(manifest, leastRows(manifest), range, memory, share, longestWrite);
        this.readingRows = leastRows(manifest);
        this.stretch = memory.longs((long) LONGEST_READ * readingRows);
        this.stretchScores = memory.floats((long) LONGEST_READ * readingRows * vocabulary);
        this.before = new StateRows(memory, manifest.states(), readingRows);
        this.after = before.other();
    }

    /**
     * Loads a graph, compares it with its manifest and runs it once.
     *
     * @param graph the bytes of {@code model.onnx}
     * @param rows the most texts it takes further at once, where the memory suffices
     * @param processor that computes the calls
     * @param memory for the state of its texts
     * @throws UnusableModelException when the graph is none, or is not what the manifest says; names every difference
     * @throws NoStateMemoryException when the memory does not suffice for its first texts, or ONNX Runtime finds none
     * @throws OutOfMemoryError when the JVM has less memory than that
     */
    public static OrtCharacterModel open(
            Manifest manifest, byte[] graph, int rows, Processor processor, StateMemory memory)
            throws UnusableModelException, NoStateMemoryException {
        return open(manifest, graph, rows, processor, 1, memory);
    }

    /**
     * As the other one, for a model that can write several characters in one call. A gpt and an rnn cannot, whatever is asked
     * for.
     *
     * @param charactersPerCall at most; with 1 it only scores
     */
    public static OrtCharacterModel open(
            Manifest manifest, byte[] graph, int rows, Processor processor, int charactersPerCall, StateMemory memory)
            throws UnusableModelException, NoStateMemoryException {
        int leastRows = leastRows(manifest);
        RowRange range = RowRange.of(manifest.states(), leastRows, rows, memory.limit());
        checkScores(manifest, range.most());
        // As many more, to read with.
        StateMemory.Share share = memory.share((range.least() + leastRows) * StateRows.bytes(manifest.states()));
        try {
            Sessions sessions = Sessions.open(manifest, graph, processor, charactersPerCall > 1);
            try {
                int longestWrite = sessions.writing().isPresent() ? charactersPerCall : 0;
                return warmedUp(
                        new OrtCharacterModel(sessions, processor, longestWrite, manifest, range, memory, share));
            } catch (UnusableModelException | OrtException | RuntimeException | Error e) {
                sessions.close();
                throw e;
            }
        } catch (UnusableModelException | RuntimeException | Error e) {
            share.close();
            throw e;
        } catch (OrtException e) {
            share.close();
            if (RuntimeMemory.wasShort(e)) {
                throw new NoStateMemoryException(
                        "ONNX Runtime has no memory for model '" + manifest.modelVersion() + "': " + e.getMessage()
                                + " Give the process more, or lower escriba.inference.memory-budget.",
                        e);
            }
            throw new UnusableModelException(
                    "ONNX Runtime refuses the graph of model '" + manifest.modelVersion() + "': " + e.getMessage()
                            + " Train it again.",
                    e);
        }
    }

    /** The scores of a step lie in one buffer of Java's, which is counted in ints. */
    private static void checkScores(Manifest manifest, int rows) throws UnusableModelException {
        int characters = manifest.vocabulary().size();
        int most = Integer.MAX_VALUE / Float.BYTES / characters;
        if (rows > most) {
            throw new UnusableModelException("Model '" + manifest.modelVersion() + "' has " + characters
                    + " characters, so that a buffer holds the scores of " + most + " texts, but " + rows
                    + " may run at once. Lower escriba.inference.max-streams to that.");
        }
    }

    private static OrtCharacterModel warmedUp(OrtCharacterModel model) throws OrtException, UnusableModelException {
        try {
            model.warmUp();
            return model;
        } catch (UnusableModelException | OrtException | RuntimeException | Error e) {
            model.steps.close();
            throw e;
        }
    }

    /** The first run of a graph is slow, and it shows sizes that the graph leaves open. */
    private void warmUp() throws OrtException, UnusableModelException {
        int[] start = {manifest.vocabulary().start()};
        float[] logits = new float[vocabulary];
        run(start, 0, 1, new float[stateSize], logits);
        steps.run(sessions.scoring(), start, 1, logits);
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new UnusableModelException("Model '" + manifest.modelVersion() + "' gives " + logit
                        + " where a finite score is due. Train it again, with a lower learning rate.");
            }
        }
        if (longestWrite > 0) {
            Writing writing = new Writing(1, longestWrite);
            writing.begin(1, longestWrite);
            writing.row(0, start[0], 0, true);
            for (int step = 0; step < longestWrite; step++) {
                writing.number(step, 0, 0);
            }
            steps.write(sessions.writing().orElseThrow(), writing);
        }
    }

    /**
     * Rows of a call: as ONNX Runtime's operator {@code RNN} multiplies one row in another way than several, a text alone is
     * given company, whatever that may be.
     */
    private static int leastRows(Manifest manifest) {
        return isPlain(manifest) ? 2 : 1;
    }

    private static boolean isPlain(Manifest manifest) {
        return manifest.spec().network().architecture() == Architecture.RNN;
    }

    @Override
    public boolean isExact() {
        return processor.isExact(isPlain(manifest));
    }

    @Override
    public int rows() {
        return steps.rows();
    }

    @Override
    public boolean makeRoom(int rows) {
        return steps.makeRoom(rows);
    }

    @Override
    public void onRoom(Runnable listener) {
        memory.onFree(listener);
        onRoom = Optional.of(listener);
    }

    @Override
    public Optional<ContextWindow> context() {
        return manifest.context();
    }

    @Override
    public int stateSize() {
        return stateSize;
    }

    @Override
    public void read(int[] ids, int from, int to, float[] state, float[] logits) {
        try {
            run(ids, from, to, state, logits);
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    private void run(int[] ids, int from, int to, float[] state, float[] logits) throws OrtException {
        int time = to - from;
        for (int i = 0; i < time; i++) {
            stretch.put(i * readingRows, ids[from + i]);
        }
        before.load(0, state);
        try (GraphCall call =
                GraphCall.of(manifest.states(), time, readingRows, stretch, before, after, stretchScores)) {
            call.run(sessions.scoring());
        }
        after.save(0, state);
        scoresAt(time - 1, logits);
    }

    @Override
    public void scoresAt(int place, float[] logits) {
        stretchScores.get(place * readingRows * vocabulary, logits, 0, vocabulary);
    }

    @Override
    public void step(int[] ids, int count, float[] logits) {
        try {
            steps.run(sessions.scoring(), ids, count, logits);
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    @Override
    public int longestWrite() {
        return longestWrite;
    }

    @Override
    public int write(Writing writing) {
        if (writing.steps() > longestWrite) {
            throw new IllegalArgumentException("Model '" + manifest.modelVersion() + "' was opened to write "
                    + longestWrite + " characters in one call, and not " + writing.steps() + ".");
        }
        try {
            return steps.write(sessions.writing().orElseThrow(), writing);
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    @Override
    public void load(int row, float[] state) {
        steps.load(row, state);
    }

    @Override
    public void save(int row, float[] state) {
        steps.save(row, state);
    }

    @Override
    public void close() {
        onRoom.ifPresent(memory::removeOnFree);
        steps.close();
        try {
            sessions.close();
        } catch (OrtException e) {
            throw failure(e);
        } finally {
            share.close();
        }
    }

    private IllegalStateException failure(OrtException e) {
        return new IllegalStateException(
                "ONNX Runtime failed in model '" + manifest.modelVersion() + "': " + e.getMessage(), e);
    }
}
