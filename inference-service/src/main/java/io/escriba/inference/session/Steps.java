package io.escriba.inference.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.escriba.model.Manifest;
import java.lang.System.Logger.Level;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model's steps run on. The state of its rows is there twice: a step reads one copy and writes the other, and the
 * next one goes the other way. A cache that may be changed in place is there once, so that a step copies nothing of it.
 * The tensors over the first n rows are made when n rows run first, and are kept until rows are added or taken away.
 */
final class Steps implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Steps.class.getName());

    private final Manifest manifest;
    private final int leastRows;
    private final StateMemory.Share share;
    /** Bytes of one row. */
    private final long each;

    private final LongBuffer tokens;
    private final FloatBuffer scores;
    private final List<StateRows> sides;
    private final @Nullable GraphCall[][] calls;
    /** Steps of a call that writes, at most; 0 if there are no such calls. */
    private final int longestWrite;

    private final Optional<WritingMemory> writingMemory;
    /** Of {@link #longestWrite} steps. */
    private final @Nullable GraphCall[][] writingCalls;

    private RowRange range;
    private int ready;
    private int side;

    /**
     * For the least rows of a range, whose memory has been taken.
     *
     * @param leastRows of a call; rows without a text are computed and not looked at
     * @param share to take more from
     * @param longestWrite steps of a call that writes, 0 if there are no such calls
     */
    Steps(
            Manifest manifest,
            int leastRows,
            RowRange range,
            StateMemory memory,
            StateMemory.Share share,
            int longestWrite) {
        this.manifest = manifest;
        this.leastRows = leastRows;
        this.share = share;
        this.each = StateRows.bytes(manifest.states());
        this.range = range;
        this.ready = range.least();
        this.tokens = memory.longs(range.most());
        this.scores = memory.floats((long) range.most() * manifest.vocabulary().size());
        StateRows one = new StateRows(memory, manifest.states(), ready);
        this.sides = List.of(one, one.other());
        this.calls = new GraphCall[2][range.most() + 1];
        this.longestWrite = longestWrite;
        this.writingMemory = longestWrite == 0
                ? Optional.empty()
                : Optional.of(new WritingMemory(
                        memory,
                        range.most(),
                        longestWrite,
                        manifest.vocabulary().marks()));
        this.writingCalls = new GraphCall[2][range.most() + 1];
    }

    /** How many texts a step can take further, if there is memory for them. */
    int rows() {
        return tokens.capacity();
    }

    /**
     * Keeps memory for so many rows, and not for many more.
     *
     * @return whether there are so many
     */
    boolean makeRoom(int rows) {
        if (rows > range.most()) {
            return false;
        }
        int before = ready;
        int fitting = range.fitting(ready, rows);
        if (fitting > ready) {
            int more = share.take(rows - ready, fitting - ready, each);
            if (more > 0) {
                resize(ready + more);
            }
        } else if (fitting < ready && resize(fitting)) {
            share.giveBack((before - fitting) * each);
        }
        return rows <= ready;
    }

    private boolean resize(int rows) {
        closeCalls();
        try {
            sides.get(side).resize(rows, sides.get(1 - side));
            ready = rows;
            return true;
        } catch (OutOfMemoryError e) {
            // Each attempt holds up all streams while the JVM looks for memory, so there is no other beyond this size.
            // What it did not find goes on to count as taken.
            ready = Math.min(ready, rows);
            range = new RowRange(range.least(), ready);
            LOG.log(
                    Level.WARNING,
                    "Model '" + manifest.modelVersion() + "' writes at most " + ready
                            + " texts at once from now on, as the JVM has no more memory outside the heap: "
                            + e.getMessage() + ". Raise its -XX:MaxDirectMemorySize, or lower"
                            + " escriba.inference.state-memory.");
            return false;
        }
    }

    /** Takes the texts in the first rows one id further, as {@link CharacterModel#step}. */
    void run(OrtSession session, int[] ids, int count, float[] logits) throws OrtException {
        for (int row = 0; row < count; row++) {
            tokens.put(row, ids[row]);
        }
        call(Math.max(leastRows, count)).run(session);
        side = 1 - side;
        scores.get(0, logits, 0, count * manifest.vocabulary().size());
    }

    /**
     * Has the first rows write, as {@link CharacterModel#write}.
     *
     * @param session of the {@link WritingGraph}
     */
    int write(OrtSession session, Writing writing) throws OrtException {
        WritingMemory memory = writingMemory.orElseThrow();
        memory.put(writing);
        runWriting(session, writing, writing.steps());
        int certain = memory.certainSteps(writing);
        if (certain == 0) {
            return 0;
        }
        if (certain < writing.steps()) {
            // What was written has gone on from an id that may be the wrong one; what was read is still there.
            runWriting(session, writing, certain);
        }
        memory.get(writing, certain);
        side = 1 - side;
        return certain;
    }

    private void runWriting(OrtSession session, Writing writing, int steps) throws OrtException {
        int rows = writing.rows();
        if (steps < longestWrite) {
            try (GraphCall call = writingCall(steps, rows)) {
                call.run(session);
            }
            return;
        }
        GraphCall call = writingCalls[side][rows];
        if (call == null) {
            call = writingCall(steps, rows);
            writingCalls[side][rows] = call;
        }
        call.run(session);
    }

    private GraphCall writingCall(int steps, int rows) throws OrtException {
        return GraphCall.writing(
                manifest.states(), steps, rows, writingMemory.orElseThrow(), sides.get(side), sides.get(1 - side));
    }

    private GraphCall call(int rows) throws OrtException {
        GraphCall call = calls[side][rows];
        if (call == null) {
            call = GraphCall.of(manifest.states(), 1, rows, tokens, sides.get(side), sides.get(1 - side), scores);
            calls[side][rows] = call;
        }
        return call;
    }

    /** Copies a state into a row. */
    void load(int row, float[] state) {
        sides.get(side).load(row, state);
    }

    /** Copies the state of a row. */
    void save(int row, float[] state) {
        sides.get(side).save(row, state);
    }

    @Override
    public void close() {
        closeCalls();
    }

    private void closeCalls() {
        for (GraphCall[][] all : List.of(calls, writingCalls)) {
            Arrays.stream(all).flatMap(Arrays::stream).filter(Objects::nonNull).forEach(GraphCall::close);
            Arrays.stream(all).forEach(side -> Arrays.fill(side, null));
        }
    }
}
