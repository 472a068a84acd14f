package io.escriba.inference.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.escriba.model.Manifest;
import io.escriba.model.StateTensor;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A run of the graph on fixed memory, to be repeated: its tensors are views of buffers, so that running it copies
 * nothing and allocates nothing that grows with the number of rows. To be closed by whoever made it.
 */
final class GraphCall implements AutoCloseable {
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();

    /**
     * A run on the first rows of these buffers.
     *
     * @param tokens [time, rows], read
     * @param before state, read
     * @param after state, written
     * @param logits [time, rows, vocabulary], written
     */
    static GraphCall of(
            List<StateTensor> states,
            int time,
            int rows,
            LongBuffer tokens,
            StateRows before,
            StateRows after,
            FloatBuffer logits)
            throws OrtException {
        GraphCall call = new GraphCall();
        try {
            int vocabulary = logits.capacity() / tokens.capacity();
            call.inputs.put(Manifest.TOKENS, tensor(tokens.slice(0, time * rows), time, rows));
            call.outputs.put(
                    Manifest.LOGITS, tensor(logits.slice(0, time * rows * vocabulary), time, rows, vocabulary));
            for (int i = 0; i < states.size(); i++) {
                StateTensor state = states.get(i);
                call.inputs.put(state.input(), tensor(before.first(rows, i), 1, rows, state.width()));
                call.outputs.put(state.output(), tensor(after.first(rows, i), 1, rows, state.width()));
            }
            return call;
        } catch (OrtException | RuntimeException e) {
            call.close();
            throw e;
        }
    }

    /**
     * A run of a {@link WritingGraph} on the first rows.
     *
     * @param before state, read
     * @param after state, written
     */
    static GraphCall writing(
            List<StateTensor> states, int steps, int rows, WritingMemory memory, StateRows before, StateRows after)
            throws OrtException {
        GraphCall call = new GraphCall();
        try {
            memory.addTensors(steps, rows, call.inputs, call.outputs);
            for (int i = 0; i < states.size(); i++) {
                StateTensor state = states.get(i);
                call.inputs.put(
                        WritingGraph.state(state.input()), tensor(before.first(rows, i), 1, rows, state.width()));
                call.outputs.put(
                        WritingGraph.state(state.output()), tensor(after.first(rows, i), 1, rows, state.width()));
            }
            return call;
        } catch (OrtException | RuntimeException e) {
            call.close();
            throw e;
        }
    }

    /** Runs the graph. */
    void run(OrtSession session) throws OrtException {
        // The outputs are this call's own; closing the result leaves them open.
        session.run(inputs, outputs).close();
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
    }

    private static OnnxTensor tensor(LongBuffer data, long... shape) throws OrtException {
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), data, shape);
    }

    private static OnnxTensor tensor(FloatBuffer data, long... shape) throws OrtException {
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), data, shape);
    }
}
