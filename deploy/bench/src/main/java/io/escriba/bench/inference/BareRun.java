package io.escriba.bench.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.escriba.bench.model.RandomModel;
import io.escriba.model.Manifest;
import io.escriba.model.StateTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The same call again and again, on memory that was there before: each one reads the state that the one before wrote. What it
 * reads are always the same characters.
 */
final class BareRun implements AutoCloseable {
    private static final long SEED = 1;

    private final OrtSession session;
    private final List<OnnxTensor> tensors = new ArrayList<>();

    /** Of the calls in turn: every second one reads what the others write. */
    private final List<Map<String, OnnxTensor>> inputs = List.of(new HashMap<>(), new HashMap<>());

    private final List<Map<String, OnnxTensor>> outputs = List.of(new HashMap<>(), new HashMap<>());
    private int turn;

    private BareRun(OrtSession session) {
        this.session = session;
    }

    static BareRun of(OrtSession session, List<StateTensor> states, int time, int rows) {
        BareRun run = new BareRun(session);
        try {
            run.allocate(states, time, rows);
            return run;
        } catch (OrtException e) {
            run.close();
            throw failure(e);
        }
    }

    private void allocate(List<StateTensor> states, int time, int rows) throws OrtException {
        int vocabulary = RandomModel.VOCABULARY.size();
        OnnxTensor tokens = randomTokens(vocabulary, time, rows);
        OnnxTensor logits = floats(time, rows, vocabulary);
        for (int side = 0; side < 2; side++) {
            inputs.get(side).put(Manifest.TOKENS, tokens);
            outputs.get(side).put(Manifest.LOGITS, logits);
        }
        for (StateTensor state : states) {
            for (int side = 0; side < 2; side++) {
                OnnxTensor values = floats(1, rows, state.width());
                inputs.get(side).put(state.input(), values);
                outputs.get(1 - side).put(state.output(), values);
            }
        }
    }

    private OnnxTensor randomTokens(int vocabulary, int time, int rows) throws OrtException {
        LongBuffer ids = memory((long) time * rows * Long.BYTES).asLongBuffer();
        ids.put(new SplittableRandom(SEED).longs(ids.capacity(), 0, vocabulary).toArray())
                .rewind();
        return kept(OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), ids, new long[] {time, rows}));
    }

    private OnnxTensor floats(long... shape) throws OrtException {
        FloatBuffer zeros = memory(shape[0] * shape[1] * shape[2] * Float.BYTES).asFloatBuffer();
        return kept(OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), zeros, shape));
    }

    private static ByteBuffer memory(long bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }

    private OnnxTensor kept(OnnxTensor tensor) {
        tensors.add(tensor);
        return tensor;
    }

    /** Makes one call. */
    void next() {
        try {
            // The outputs are this run's own; closing the result leaves them open.
            session.run(inputs.get(turn), outputs.get(turn)).close();
        } catch (OrtException e) {
            throw failure(e);
        }
        turn = 1 - turn;
    }

    static IllegalStateException failure(OrtException e) {
        return new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        tensors.forEach(OnnxTensor::close);
    }
}
