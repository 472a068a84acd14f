package io.escriba.trainer.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.escriba.model.Manifest;
import io.escriba.model.StateTensor;
import io.escriba.trainer.network.CharacterNetwork;
import io.escriba.trainer.network.LanguageModel;
import io.escriba.trainer.training.TrainedNetwork;
import io.escriba.training.Architecture;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Compares an exported graph in ONNX Runtime with the network it came from. */
public final class ExportCheck {
    /** Largest absolute difference of two log-probabilities, in nats. */
    public static final double TOLERANCE = 1e-4;

    private final TrainedNetwork trained;
    private final byte[] onnx;

    /** A check of these bytes. */
    public ExportCheck(TrainedNetwork trained, byte[] onnx) {
        this.trained = trained;
        this.onnx = onnx;
    }

    /**
     * Reads a text with both, in ONNX Runtime once as one sequence and once character by character with the state
     * carried.
     *
     * @param ids at least one id of real text
     * @return the largest absolute difference of log-probabilities, in nats
     * @throws ExportMismatchException when it is above {@link #TOLERANCE} or no number
     */
    public double run(int[] ids, NDManager engine) {
        float[][] expected = logProbabilities(network(ids, engine));
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx, options)) {
            double difference = Math.max(
                    largestDifference(expected, logProbabilities(read(session, ids, ids.length))),
                    largestDifference(expected, logProbabilities(read(session, ids, 1))));
            if (!(difference <= TOLERANCE)) {
                throw new ExportMismatchException(difference, TOLERANCE, ids.length);
            }
            return difference;
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses the exported graph: " + e.getMessage(), e);
        }
    }

    /** The network's logits, {@code [ids][vocabulary]}. */
    private float[][] network(int[] ids, NDManager engine) {
        try (NDManager manager = engine.newSubManager();
                CharacterNetwork network = CharacterNetwork.create(trained.shape(), manager, new SplittableRandom(0))) {
            network.load(trained.weights());
            NDArray tokens = manager.create(longs(ids, 0, ids.length), new Shape(ids.length, 1));
            LanguageModel model = LanguageModel.of(network, trained.ngrams(), manager);
            NDList state = model.zeroState(manager, 1);
            return rows(model.forward(tokens, state).logits().toFloatArray());
        }
    }

    /**
     * The graph's logits, reading at most {@code stride} ids a call, {@code [ids][vocabulary]}. Where the window of a gpt begins
     * anew, the ids that it keeps are read again.
     */
    private float[][] read(OrtSession session, int[] ids, int stride) throws OrtException {
        Map<String, float[]> carried = zeroState();
        List<float[]> logits = new ArrayList<>();
        int begin = 0;
        for (int from = 0; from < ids.length; ) {
            int first = from;
            int end = windowEnd(begin);
            if (from == end) {
                begin = Math.toIntExact(trained.shape().context().start(from + 1L));
                end = windowEnd(begin);
                first = begin;
                carried = zeroState();
            }
            int to = Math.min(from + Math.min(stride, ids.length - from), end);
            float[][] read = call(session, ids, first, to, carried);
            logits.addAll(List.of(read).subList(from - first, read.length));
            from = to;
        }
        return logits.toArray(float[][]::new);
    }

    /** Index after the last id that a window can hold that begins here. */
    private int windowEnd(int begin) {
        return trained.shape().architecture() == Architecture.GPT
                ? begin + trained.shape().context().length()
                : Integer.MAX_VALUE;
    }

    private Map<String, float[]> zeroState() {
        Map<String, float[]> zeros = new TreeMap<>();
        OnnxExport.states(trained.shape()).forEach(state -> zeros.put(state.input(), new float[state.width()]));
        return zeros;
    }

    /** One run of the graph, which replaces the state that is carried. */
    private float[][] call(OrtSession session, int[] ids, int from, int to, Map<String, float[]> carried)
            throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        int time = to - from;
        Map<String, OnnxTensor> inputs = new TreeMap<>();
        try {
            inputs.put(
                    Manifest.TOKENS,
                    OnnxTensor.createTensor(
                            environment, LongBuffer.wrap(longs(ids, from, time)), new long[] {time, 1}));
            for (Map.Entry<String, float[]> state : carried.entrySet()) {
                inputs.put(
                        state.getKey(),
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(state.getValue()), new long[] {
                            1, 1, state.getValue().length
                        }));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                for (StateTensor state : OnnxExport.states(trained.shape())) {
                    carried.put(state.input(), floats(result, state.output()));
                }
                return rows(floats(result, Manifest.LOGITS));
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

    private static long[] longs(int[] ids, int from, int length) {
        long[] longs = new long[length];
        for (int i = 0; i < length; i++) {
            longs[i] = ids[from + i];
        }
        return longs;
    }

    private float[][] rows(float[] flat) {
        int width = trained.shape().vocabulary();
        float[][] rows = new float[flat.length / width][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }

    private static float[][] logProbabilities(float[][] logits) {
        float[][] result = new float[logits.length][];
        for (int row = 0; row < logits.length; row++) {
            float[] values = logits[row];
            double max = Float.NEGATIVE_INFINITY;
            for (float value : values) {
                max = Math.max(max, value);
            }
            double sum = 0;
            for (float value : values) {
                sum += Math.exp(value - max);
            }
            double logSum = max + Math.log(sum);
            result[row] = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                result[row][i] = (float) (values[i] - logSum);
            }
        }
        return result;
    }

    private static double largestDifference(float[][] expected, float[][] actual) {
        double largest = 0;
        for (int row = 0; row < expected.length; row++) {
            for (int i = 0; i < expected[row].length; i++) {
                double difference = Math.abs((double) expected[row][i] - actual[row][i]);
                if (Double.isNaN(difference)) {
                    return difference;
                }
                largest = Math.max(largest, difference);
            }
        }
        return largest;
    }
}
