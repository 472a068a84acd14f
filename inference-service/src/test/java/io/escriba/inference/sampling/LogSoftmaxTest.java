package io.escriba.inference.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.escriba.vocabulary.Vocabulary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogSoftmaxTest {
    private static final double TOLERANCE = 1e-12;

    private final LogSoftmax softmax = new LogSoftmax(Vocabulary.of("abcd"));

    @Test
    void isTheLogarithmOfTheShareOfTheExponential() {
        float[] logits = {1, -2, 0.5f, 3};
        double total =
                IntStream.range(0, 4).mapToDouble(id -> Math.exp(logits[id])).sum();

        for (int id = 0; id < 4; id++) {
            assertThat(softmax.of(logits, 0, id, 0).logProbability())
                    .isCloseTo(Math.log(Math.exp(logits[id]) / total), within(TOLERANCE));
        }
    }

    @Test
    void namesTheMostLikelyInOrderAndTheLowestIdOfEqualOnes() {
        Likelihood likelihood = softmax.of(new float[] {1, 2, 2, 0}, 0, 3, 3);

        assertThat(likelihood.top()).extracting(Candidate::character).containsExactly("b", "c", "a");
        assertThat(likelihood.top().get(0).logProbability())
                .isEqualTo(softmax.of(new float[] {1, 2, 2, 0}, 0, 1, 0).logProbability());
        assertThat(likelihood.logProbability())
                .isLessThan(likelihood.top().get(2).logProbability());
    }

    @Test
    void namesNoneUnlessTheyAreWanted() {
        assertThat(softmax.of(new float[] {1, 2, 2, 0}, 0, 0, 0).top()).isEmpty();
    }

    @Test
    void namesAllThereAreWhereMoreAreWanted() {
        assertThat(softmax.of(new float[] {1, 2, 2, 0}, 0, 0, Likelihood.MAX_TOP)
                        .top())
                .extracting(Candidate::character)
                .containsExactly("b", "c", "a", "d");
    }

    @Test
    void readsTheRowAtTheOffset() {
        assertThat(softmax.of(new float[] {9, 9, 9, 9, 0, 0, 0, 5}, 4, 3, 1))
                .isEqualTo(softmax.of(new float[] {0, 0, 0, 5}, 0, 3, 1));
    }

    /** Training divides by all ids, so a loss is the mean of what is reported here. */
    @Test
    void givesMarksTheirShareAndNamesTheEndMarkOnly() {
        Vocabulary marked = Vocabulary.ofDocuments("ab".codePoints());
        float[] logits = {0, 0, 2, 1};
        double logOfSum = Math.log(2 + Math.exp(2) + Math.E);

        Likelihood likelihood = new LogSoftmax(marked).of(logits, 0, 0, 4);

        assertThat(likelihood.logProbability()).isCloseTo(-logOfSum, within(TOLERANCE));
        assertThat(likelihood.top()).extracting(Candidate::character).containsExactly("", "a", "b");
        assertThat(likelihood.top().get(0).logProbability()).isCloseTo(1 - logOfSum, within(TOLERANCE));
    }

    @Test
    void overflowsForNoLogits() {
        float[] logits = {Float.MAX_VALUE, -Float.MAX_VALUE, 0, Float.MAX_VALUE};

        Likelihood likelihood = softmax.of(logits, 0, 1, 2);

        assertThat(likelihood.logProbability()).isEqualTo(-2.0 * Float.MAX_VALUE);
        assertThat(likelihood.top().get(0).logProbability()).isCloseTo(-Math.log(2), within(TOLERANCE));
    }

    @Test
    void findsTheSameAsSorting() {
        Random random = new Random(2);
        Vocabulary many = Vocabulary.of(IntStream.range('a', 'a' + 60));
        LogSoftmax ofMany = new LogSoftmax(many);
        for (int i = 0; i < 1_000; i++) {
            float[] logits = new float[60];
            for (int id = 0; id < 60; id++) {
                logits[id] = random.nextInt(12);
            }
            List<String> sorted = IntStream.range(0, 60)
                    .boxed()
                    .sorted(Comparator.comparingDouble(id -> -logits[id]))
                    .map(many::decode)
                    .toList();
            int top = random.nextInt(Likelihood.MAX_TOP + 1);

            assertThat(ofMany.of(logits, 0, 0, top).top())
                    .extracting(Candidate::character)
                    .containsExactlyElementsOf(sorted.subList(0, top));
        }
    }

    @Test
    void sumsToOne() {
        float[] logits = {0.3f, -7, 4, 1};

        double sum = Arrays.stream(new int[] {0, 1, 2, 3})
                .mapToDouble(id -> Math.exp(softmax.of(logits, 0, id, 0).logProbability()))
                .sum();

        assertThat(sum).isCloseTo(1, within(TOLERANCE));
    }
}
