package io.escriba.trainer.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.escriba.model.Manifest;
import io.escriba.model.StateTensor;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads texts with an exported graph in ONNX Runtime, which is an independent reader of the file: it knows of it what its
 * manifest says. The state is carried from call to call. Owns its session until it is closed.
 */
final class GraphReader implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final List<StateTensor> states;
    private final int rows;
    private final Map<String, float[]> carried = new LinkedHashMap<>();

    /**
     * A reader before any character.
     *
     * @param rows texts that are read together
     */
    GraphReader(byte[] onnx, List<StateTensor> states, int rows, OrtSession.SessionOptions.OptLevel optimizations)
            throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(optimizations);
            this.session = environment.createSession(onnx, options);
        }
        this.states = List.copyOf(states);
        this.rows = rows;
        states.forEach(state -> carried.put(state.input(), new float[rows * state.width()]));
    }

    /**
     * The logits of what follows each character.
     *
     * @param ids {@code [time, rows]}
     * @return {@code [time, rows, vocabulary]}
     */
    float[] read(long[] ids) throws OrtException {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            inputs.put(
                    Manifest.TOKENS,
                    OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), new long[] {ids.length / rows, rows}));
            for (StateTensor state : states) {
                FloatBuffer values = FloatBuffer.wrap(carried.get(state.input()));
                inputs.put(
                        state.input(),
                        OnnxTensor.createTensor(environment, values, new long[] {1, rows, state.width()}));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                states.forEach(state -> carried.put(state.input(), floats(result, state.output())));
                return floats(result, Manifest.LOGITS);
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static float[] floats(OrtSession.Result result, String output) {
        // The result owns the tensor; the buffer is a copy.
        FloatBuffer buffer = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
