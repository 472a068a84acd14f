package io.escriba.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.inference.sampling.Likelihood;
import io.escriba.inference.session.CharacterModel;
import io.escriba.inference.session.NoStateMemoryException;
import io.escriba.inference.session.OrtCharacterModel;
import io.escriba.inference.session.StateMemory;
import io.escriba.inference.session.TinyContext;
import io.escriba.inference.session.TinyGru;
import io.escriba.inference.session.UnusableModelException;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same request gives the same text, with the real runtime. */
@Timeout(120)
class SameTextTest {
    private static final Vocabulary LETTERS = Vocabulary.of("abcdefghijklmnopqrstuvwxyz ãçé\n");
    private static final int STREAMS = 100;
    private static final int CHARACTERS = 300;

    private static final ModelVersion VERSION = new ModelVersion(new Name("same"), 1);

    /** Enough for everything. */
    private static final StateMemory MEMORY = new StateMemory(1 << 30);

    private final TinyGru gru = new TinyGru(LETTERS, 96, 8);
    private final TinyContext context = new TinyContext(LETTERS, 24, 8);

    /** Opens a model with so many rows. */
    @FunctionalInterface
    private interface Opener {
        CharacterModel open(int rows) throws UnusableModelException, NoStateMemoryException;
    }

    /** Keeps the text. */
    private static final class CollectingReader implements Reader {
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<String> whole = new CompletableFuture<>();

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void begin(boolean exact) {
            assertThat(exact).isTrue();
        }

        @Override
        public void character(long index, String character, Optional<Likelihood> likelihood) {
            text.append(character);
        }

        @Override
        public void end(Ending ending, long characters) {
            whole.complete(text.toString());
        }

        @Override
        public void failed(RuntimeException reason) {
            whole.completeExceptionally(reason);
        }
    }

    @Test
    void isTheSameAloneAndAmongOthers() throws Exception {
        checkSame(rows -> OrtCharacterModel.open(gru.manifest(VERSION), gru.onnx(), rows, 1, MEMORY));
    }

    /** Each text is many times as long as what the model sees of it. */
    @Test
    void isTheSameWhereTheContextIsLimited() throws Exception {
        checkSame(rows -> OrtCharacterModel.open(context.manifest(VERSION), context.onnx(), rows, 1, MEMORY));
    }

    private static void checkSame(Opener model) throws UnusableModelException, NoStateMemoryException {
        List<Order> orders = orders();

        List<String> alone = write(model, orders, 1);
        List<String> together = write(model, orders, STREAMS);
        List<String> inTurns = write(model, orders, 7);

        assertThat(together).isEqualTo(alone);
        assertThat(inTurns).isEqualTo(alone);
        assertThat(alone)
                .doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(text).hasSize(CHARACTERS));
    }

    private static List<Order> orders() {
        Random random = new Random(4);
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            int[] prompt =
                    random.ints(1 + random.nextInt(40), 0, LETTERS.size()).toArray();
            orders.add(
                    new Order(prompt, new Sampling(0.2 + random.nextDouble(), random.nextInt(12), i), 0, CHARACTERS));
        }
        return orders;
    }

    private static List<String> write(Opener model, List<Order> orders, int atOnce)
            throws UnusableModelException, NoStateMemoryException {
        Admission admission = new Admission(new AdmissionLimits(atOnce, orders.size()), System::nanoTime);
        ModelRunner runner = ModelRunner.start(
                "same", model.open(atOnce), LETTERS, admission, new CountingMetrics(), System::nanoTime);
        List<CollectingReader> readers = new ArrayList<>();
        for (Order order : orders) {
            CollectingReader reader = new CollectingReader();
            readers.add(reader);
            runner.write(order, reader, admission.enter(), () -> {});
        }
        List<String> texts = readers.stream().map(reader -> reader.whole.join()).toList();
        runner.stop().toCompletableFuture().join();
        return texts;
    }
}
