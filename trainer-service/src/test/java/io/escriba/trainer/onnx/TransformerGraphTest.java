package io.escriba.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.escriba.model.Manifest;
import io.escriba.model.StateTensor;
import io.escriba.trainer.Specs;
import io.escriba.trainer.network.CharacterNetwork;
import io.escriba.trainer.network.NetworkShape;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a row of a gpt depends on in ONNX Runtime. */
class TransformerGraphTest {
    private static final int VOCABULARY = 30;
    private static final int CONTEXT = 40;

    /** A call's logits {@code [time][batch][vocabulary]}, flattened, and the state after it. */
    private record Answer(float[] logits, Map<String, float[]> state) {
        /** The logits of one row at one time. */
        float[] logits(int time, int row, int batch) {
            int from = (time * batch + row) * VOCABULARY;
            return Arrays.copyOfRange(logits, from, from + VOCABULARY);
        }

        /** A state tensor's row. */
        float[] state(String name, int row, int batch) {
            float[] values = Objects.requireNonNull(state.get(name));
            int width = values.length / batch;
            return Arrays.copyOfRange(values, row * width, (row + 1) * width);
        }
    }

    /** Each row as if it were alone, bit for bit; the widths are no multiples of what a processor takes at once. */
    @ParameterizedTest
    @ValueSource(strings = {"'hiddenSize':64,'heads':4", "'hiddenSize':45,'heads':3", "'hiddenSize':192,'heads':3"})
    void aRowGivesTheSameBitsWhateverTheBatch(String sizes) throws OrtException {
        NetworkShape shape = shape(sizes);
        long[] ids = ids(7);
        try (OrtSession session = session(shape)) {
            Answer alone = read(session, shape, ids, 1, zeros(shape, 1));
            Answer aloneNext = read(session, shape, new long[] {3}, 1, alone.state());
            for (int batch = 1; batch <= 64; batch++) {
                long[] among = new SplittableRandom(batch)
                        .longs(7L * batch, 0, VOCABULARY)
                        .toArray();
                int row = batch - 1;
                for (int t = 0; t < 7; t++) {
                    among[t * batch + row] = ids[t];
                }
                long[] next =
                        new SplittableRandom(batch).longs(batch, 0, VOCABULARY).toArray();
                next[row] = 3;

                Answer together = read(session, shape, among, batch, zeros(shape, batch));
                Answer togetherNext = read(session, shape, next, batch, together.state());

                assertThat(togetherNext.logits(0, row, batch))
                        .as("among %s", batch)
                        .containsExactly(aloneNext.logits());
                for (StateTensor one : OnnxExport.states(shape)) {
                    assertThat(togetherNext.state(one.input(), row, batch))
                            .as("%s among %s", one.input(), batch)
                            .containsExactly(aloneNext.state(one.input(), 0, 1));
                }
            }
        }
    }

    /** So a text may be read again where it was written, and goes on as if nothing had happened. */
    @ParameterizedTest
    @ValueSource(strings = {"'hiddenSize':64,'heads':4", "'hiddenSize':45,'heads':3", "'hiddenSize':192,'heads':3"})
    void aTextGivesTheSameBitsHoweverItIsCutIntoCalls(String sizes) throws OrtException {
        NetworkShape shape = shape(sizes);
        long[] ids = ids(CONTEXT);
        try (OrtSession session = session(shape)) {
            Answer whole = read(session, shape, ids, 1, zeros(shape, 1));
            for (int stride : new int[] {1, 2, 3, 7, 16, 39}) {
                Map<String, float[]> state = zeros(shape, 1);
                for (int from = 0; from < ids.length; from += stride) {
                    long[] some = Arrays.copyOfRange(ids, from, Math.min(from + stride, ids.length));

                    Answer part = read(session, shape, some, 1, state);

                    state = part.state();
                    for (int t = 0; t < some.length; t++) {
                        assertThat(part.logits(t, 0, 1))
                                .as("id %s by %s", from + t, stride)
                                .containsExactly(whole.logits(from + t, 0, 1));
                    }
                }
                state.forEach((name, values) -> assertThat(values)
                        .as(name)
                        .containsExactly(whole.state().get(name)));
            }
        }
    }

    @Test
    void aWindowThatIsFullIsNotRead() throws OrtException {
        NetworkShape shape = shape("'hiddenSize':32,'heads':4");
        try (OrtSession session = session(shape)) {
            Answer full = read(session, shape, ids(CONTEXT), 1, zeros(shape, 1));

            assertThat(full.state().get("position")).containsExactly(CONTEXT);
            assertThatThrownBy(() -> read(session, shape, new long[] {0}, 1, full.state()))
                    .isInstanceOf(OrtException.class);
        }
    }

    private static NetworkShape shape(String sizes) {
        return new NetworkShape(
                Specs.tiny("{'architecture':'gpt','documents':'lines','layers':2,'contextLength':" + CONTEXT + ","
                                + sizes + "}")
                        .network(),
                VOCABULARY);
    }

    private static OrtSession session(NetworkShape shape) throws OrtException {
        try (NDManager engine = NDManager.newBaseManager();
                CharacterNetwork network = CharacterNetwork.create(shape, engine, new SplittableRandom(5));
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            return OrtEnvironment.getEnvironment()
                    .createSession(OnnxExport.export(shape, LoudWeights.of(network.weights()), Map.of()), options);
        }
    }

    private static long[] ids(int count) {
        return new SplittableRandom(1).longs(count, 0, VOCABULARY).toArray();
    }

    private static Map<String, float[]> zeros(NetworkShape shape, int batch) {
        Map<String, float[]> zeros = new HashMap<>();
        OnnxExport.states(shape).forEach(state -> zeros.put(state.input(), new float[batch * state.width()]));
        return zeros;
    }

    private static Answer read(
            OrtSession session, NetworkShape shape, long[] ids, int batch, Map<String, float[]> state)
            throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put(
                    Manifest.TOKENS,
                    OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), new long[] {ids.length / batch, batch}));
            for (Map.Entry<String, float[]> one : state.entrySet()) {
                inputs.put(
                        one.getKey(),
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(one.getValue()), new long[] {
                            1, batch, one.getValue().length / batch
                        }));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                Map<String, float[]> next = new HashMap<>();
                for (StateTensor one : OnnxExport.states(shape)) {
                    next.put(one.input(), floats(result, one.output()));
                }
                return new Answer(floats(result, Manifest.LOGITS), next);
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static float[] floats(OrtSession.Result result, String output) {
        FloatBuffer buffer = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
