package io.escriba.inference.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final int DRAWS = 100_000;

    private final Vocabulary abcd = Vocabulary.of("abcd");
    private final Sampler sampler = new Sampler(abcd);

    @Test
    void takesTheMostLikelyAtTemperatureZero() {
        assertThat(sampler.sample(new float[] {1, 3, 2, 0}, 0, greedy(), 0.99)).isEqualTo(1);
    }

    @Test
    void takesTheLowestIdOfEquallyLikelyOnes() {
        assertThat(sampler.sample(new float[] {1, 3, 3, 3}, 0, greedy(), 0.99)).isEqualTo(1);
        assertThat(sampler.sample(new float[] {3, 1, 3, 3}, 0, new Sampling(1, 1, 0), 0.99))
                .isZero();
        assertThat(sampler.sample(new float[] {1, 3, 3, 3}, 0, new Sampling(1, 2, 0), 0.99))
                .isEqualTo(2);
    }

    @Test
    void readsTheRowAtTheOffset() {
        float[] logits = {9, 0, 0, 0, 0, 0, 9, 0};

        assertThat(sampler.sample(logits, 4, greedy(), 0)).isEqualTo(2);
        assertThat(sampler.sample(logits, 4, new Sampling(0.01, 0, 0), 0.5)).isEqualTo(2);
    }

    @Test
    void drawsAsOftenAsTheSoftmaxOfLogitsOverTemperatureSays() {
        float[] logits = {0, 1, 2, -1};
        double temperature = 0.7;
        double[] weights = new double[4];
        Arrays.setAll(weights, id -> Math.exp(logits[id] / temperature));
        double total = Arrays.stream(weights).sum();

        double[] shares = shares(logits, new Sampling(temperature, 0, 11));

        for (int id = 0; id < 4; id++) {
            assertThat(shares[id]).isCloseTo(weights[id] / total, within(0.01));
        }
    }

    @Test
    void drawsOnlyFromTheKMostLikely() {
        double[] shares = shares(new float[] {0, 1, 2, -1}, new Sampling(5, 2, 11));

        assertThat(shares[0]).isZero();
        assertThat(shares[3]).isZero();
        assertThat(shares[1]).isPositive();
        assertThat(shares[2]).isPositive();
    }

    @Test
    void setsNoLimitWhenKIsAsLargeAsTheVocabulary() {
        float[] logits = {0, 1, 2, -1};

        assertThat(shares(logits, new Sampling(1, 4, 11))).containsExactly(shares(logits, new Sampling(1, 0, 11)));
    }

    @Test
    void walksThroughTheIdsInTheirOrder() {
        float[] equal = {2, 2, 2, 2};

        assertThat(sampler.sample(equal, 0, new Sampling(1, 0, 0), 0)).isZero();
        assertThat(sampler.sample(equal, 0, new Sampling(1, 0, 0), 0.25)).isEqualTo(1);
        assertThat(sampler.sample(equal, 0, new Sampling(1, 0, 0), Math.nextDown(0.75)))
                .isEqualTo(2);
        assertThat(sampler.sample(equal, 0, new Sampling(1, 0, 0), Math.nextDown(1.0)))
                .isEqualTo(3);
    }

    @Test
    void neverChoosesTheBeginMark() {
        Vocabulary marked = Vocabulary.ofDocuments("ab".codePoints());
        Sampler ofMarked = new Sampler(marked);
        float[] logits = {0, 0, 50, 0};

        assertThat(marked.beginMark()).hasValue(2);
        assertThat(ofMarked.sample(logits, 0, greedy(), 0)).isZero();
        for (int k = 0; k <= 4; k++) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(ofMarked.sample(logits, 0, new Sampling(1, k, 0), UniformNumbers.at(3, i)))
                        .isNotEqualTo(2);
            }
        }
    }

    @Test
    void choosesTheEndMarkLikeAnyCharacter() {
        Sampler ofMarked = new Sampler(Vocabulary.ofDocuments("ab".codePoints()));

        assertThat(ofMarked.sample(new float[] {0, 0, 0, 9}, 0, greedy(), 0)).isEqualTo(3);
    }

    @Test
    void staysInsideTheVocabularyForAnySettings() {
        Random random = new Random(1);
        float[] logits = new float[4];
        for (int i = 0; i < 10_000; i++) {
            for (int id = 0; id < 4; id++) {
                logits[id] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(30)));
            }
            Sampling sampling = new Sampling(
                    random.nextBoolean() ? random.nextDouble() * 10 : Double.MIN_VALUE, random.nextInt(6), i);

            assertThat(sampler.sample(logits, 0, sampling, random.nextDouble())).isBetween(0, 3);
        }
    }

    @Test
    void refusesScoresThatAreNoNumbers() {
        assertThatThrownBy(() -> sampler.sample(new float[] {0, Float.NaN, 0, 0}, 0, greedy(), 0))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("id 1 with NaN");
        assertThatThrownBy(() ->
                        sampler.sample(new float[] {0, 0, Float.POSITIVE_INFINITY, 0}, 0, new Sampling(1, 0, 0), 0))
                .isInstanceOf(ArithmeticException.class);
    }

    private static Sampling greedy() {
        return new Sampling(0, 0, 0);
    }

    private double[] shares(float[] logits, Sampling sampling) {
        double[] counts = new double[logits.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.sample(logits, 0, sampling, UniformNumbers.at(sampling.seed(), i))]++;
        }
        return Arrays.stream(counts).map(count -> count / DRAWS).toArray();
    }
}
