package io.escriba.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.escriba.trainer.Specs;
import io.escriba.training.Precision;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientsTest {
    private static final int VOCABULARY = 11;
    private static final int ROWS = 3;
    private static final int TIME = 6;

    /** Of the memory that an allocator takes for one number. */
    private static final int SMALL = 16;

    private static final int MANY = 20_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'architecture':'rnn','layers':2,'dropout':0.3",
                "'architecture':'gru','layers':2,'dropout':0.3",
                "'architecture':'lstm','layers':2,'dropout':0.3",
                "'architecture':'gru','head':[{'units':6,'activation':'relu','dropout':0.2}]",
                "'architecture':'gpt','heads':2,'contextLength':8,'sequenceLength':8,'shuffle':true,'layers':2,'dropout':0.3"
            })
    void areTheSameWhenGarbageIsCollectedBeforeThem(String options) {
        for (Precision precision : Precision.values()) {
            List<float[]> expected = gradients(options, precision, () -> {});

            List<float[]> found = gradients(options, precision, GradientsTest::reuseMemory);

            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i)).as("%s parameter %d", precision, i).containsExactly(expected.get(i));
            }
        }
    }

    /** The gradients of all parameters; between reading and learning, something else happens. */
    private static List<float[]> gradients(String options, Precision precision, Runnable between) {
        NetworkShape shape = new NetworkShape(
                Specs.tiny("{'hiddenSize':8,'embedding':8," + options + "}").network(), VOCABULARY);
        SplittableRandom random = new SplittableRandom(3);
        try (NDManager manager = NDManager.newBaseManager();
                CharacterNetwork network = CharacterNetwork.create(shape, manager, random)) {
            JniUtils.setGradMode(true);
            NDArray tokens = manager.create(
                    random.longs((long) TIME * ROWS, 0, VOCABULARY).toArray(), new Shape(TIME, ROWS));
            CharacterNetwork.Learning learning =
                    network.learn(tokens, network.zeroState(manager, ROWS), new SeededDropout(), precision);
            NDArray sum = learning.logits().square().sum();
            between.run();
            learning.addGradients(sum, 0.1f);
            return network.parameters().stream()
                    .map(parameter -> parameter.getGradient().toFloatArray())
                    .toList();
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    /** Has what nobody holds outside of the heap given back, and other numbers written there. */
    private static void reuseMemory() {
        allocate();
        long before = outside().getCount();
        while (outside().getCount() > before - MANY) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(allocate()).hasSize(MANY);
    }

    private static List<ByteBuffer> allocate() {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(SMALL);
            while (buffer.hasRemaining()) {
                buffer.put(Byte.MAX_VALUE);
            }
            buffers.add(buffer);
        }
        return buffers;
    }

    private static BufferPoolMXBean outside() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
    }
}
