package io.escriba.inference.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.escriba.model.ContextWindow;
import io.escriba.model.Manifest;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@code model.onnx} in ONNX Runtime on the CPU. Rows live outside the heap, twice: a step reads one copy and writes
 * the other, and the next one goes the other way. A cache that may be changed in place is there once, so that a step copies
 * nothing of it. The tensors over the first n rows are made when n rows run first, and
 * are kept.
 */
public final class OrtCharacterModel implements CharacterModel {
    private final OrtSession session;
    private final Manifest manifest;
    private final int vocabulary;
    private final int stateSize;

    private final LongBuffer tokens;
    private final FloatBuffer scores;
    private final List<StateRows> sides;
    private final @Nullable GraphCall[][] steps;
    private int side;

    private final LongBuffer stretch;
    private final FloatBuffer stretchScores;
    private final StateRows before;
    private final StateRows after;

    private OrtCharacterModel(OrtSession session, Manifest manifest, int rows) {
        this.session = session;
        this.manifest = manifest;
        this.vocabulary = manifest.vocabulary().size();
        this.stateSize =
                manifest.states().stream().mapToInt(state -> state.width()).sum();
        this.tokens = longs(rows);
        this.scores = StateRows.floats((long) rows * vocabulary);
        StateRows one = new StateRows(manifest.states(), rows);
        this.sides = List.of(one, one.other());
        this.steps = new GraphCall[2][rows + 1];
        this.stretch = longs(LONGEST_READ);
        this.stretchScores = StateRows.floats((long) LONGEST_READ * vocabulary);
        this.before = new StateRows(manifest.states(), 1);
        this.after = before.other();
    }

    /**
     * How many texts a model can take further at once.
     *
     * @param most never more than these
     * @param memory bytes that their state may take
     * @return at least 1
     */
    public static int rows(Manifest manifest, int most, long memory) {
        long each = Math.max(1, StateRows.bytes(manifest.states()));
        return (int) Math.max(1, Math.min(most, memory / each));
    }

    /**
     * Loads a graph, compares it with its manifest and runs it once.
     *
     * @param graph the bytes of {@code model.onnx}
     * @param rows how many texts it takes further at once
     * @param threads that compute one call
     * @throws UnusableModelException when the graph is none, or is not what the manifest says; names every difference
     */
    public static OrtCharacterModel open(Manifest manifest, byte[] graph, int rows, int threads)
            throws UnusableModelException {
        try {
            OrtSession session = session(graph, threads);
            try {
                check(session, manifest);
                return warmedUp(new OrtCharacterModel(session, manifest, rows));
            } catch (UnusableModelException | OrtException | RuntimeException | Error e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new UnusableModelException(
                    "ONNX Runtime refuses the graph of model '" + manifest.modelVersion() + "': " + e.getMessage()
                            + " Train it again.",
                    e);
        }
    }

    private static OrtSession session(byte[] graph, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // Several models and the streams' own work share the processor: a thread that waits must not hold a core.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return OrtEnvironment.getEnvironment().createSession(graph, options);
        }
    }

    private static void check(OrtSession session, Manifest manifest) throws OrtException, UnusableModelException {
        List<String> problems = new GraphContract(manifest).problems(session.getInputInfo(), session.getOutputInfo());
        if (!problems.isEmpty()) {
            throw new UnusableModelException("The graph of model '" + manifest.modelVersion()
                    + "' is not what its manifest says. " + String.join(" ", problems) + " Train it again.");
        }
    }

    private static OrtCharacterModel warmedUp(OrtCharacterModel model) throws OrtException, UnusableModelException {
        try {
            model.warmUp();
            return model;
        } catch (UnusableModelException | OrtException | RuntimeException e) {
            model.closeSteps();
            throw e;
        }
    }

    /** The first run of a graph is slow, and it shows sizes that the graph leaves open. */
    private void warmUp() throws OrtException, UnusableModelException {
        int[] start = {manifest.vocabulary().start()};
        float[] logits = new float[vocabulary];
        run(start, 0, 1, new float[stateSize], logits);
        run(start, 1, logits);
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new UnusableModelException("Model '" + manifest.modelVersion() + "' gives " + logit
                        + " where a finite score is due. Train it again, with a lower learning rate.");
            }
        }
    }

    @Override
    public int rows() {
        return tokens.capacity();
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
            stretch.put(i, ids[from + i]);
        }
        before.load(0, state);
        try (GraphCall call = GraphCall.of(manifest.states(), time, 1, stretch, before, after, stretchScores)) {
            call.run(session);
        }
        after.save(0, state);
        stretchScores.get((time - 1) * vocabulary, logits, 0, vocabulary);
    }

    @Override
    public void step(int[] ids, int count, float[] logits) {
        try {
            run(ids, count, logits);
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    private void run(int[] ids, int count, float[] logits) throws OrtException {
        for (int row = 0; row < count; row++) {
            tokens.put(row, ids[row]);
        }
        step(count).run(session);
        side = 1 - side;
        scores.get(0, logits, 0, count * vocabulary);
    }

    private GraphCall step(int count) throws OrtException {
        GraphCall step = steps[side][count];
        if (step == null) {
            step = GraphCall.of(manifest.states(), 1, count, tokens, sides.get(side), sides.get(1 - side), scores);
            steps[side][count] = step;
        }
        return step;
    }

    @Override
    public void load(int row, float[] state) {
        sides.get(side).load(row, state);
    }

    @Override
    public void save(int row, float[] state) {
        sides.get(side).save(row, state);
    }

    @Override
    public void close() {
        closeSteps();
        try {
            session.close();
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    private void closeSteps() {
        Arrays.stream(steps).flatMap(Arrays::stream).filter(Objects::nonNull).forEach(GraphCall::close);
    }

    private static LongBuffer longs(int count) {
        return StateRows.bytes(count, Long.BYTES).asLongBuffer();
    }

    private IllegalStateException failure(OrtException e) {
        return new IllegalStateException(
                "ONNX Runtime failed in model '" + manifest.modelVersion() + "': " + e.getMessage(), e);
    }
}
