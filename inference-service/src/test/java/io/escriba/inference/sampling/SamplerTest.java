package io.escriba.inference.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final int DRAWS = 100_000;

    private final Vocabulary abcd = Vocabulary.of("abcd");
    private final Sampler sampler = new Sampler(abcd);

    @Test
    void takesTheMostLikelyAtTemperatureZero() {
        assertThat(choose(new float[] {1, 3, 2, 0}, greedy(), 0.99)).isEqualTo(1);
    }

    @Test
    void takesTheLowestIdOfEquallyLikelyOnes() {
        assertThat(choose(new float[] {1, 3, 3, 3}, greedy(), 0.99)).isEqualTo(1);
        assertThat(choose(new float[] {3, 1, 3, 3}, new Sampling(1, 1, 0), 0.99))
                .isZero();
        assertThat(choose(new float[] {1, 3, 3, 3}, new Sampling(1, 2, 0), 0.99))
                .isEqualTo(2);
    }

    @Test
    void readsTheRowAtTheOffset() {
        float[] logits = {9, 0, 0, 0, 0, 0, 9, 0};

        assertThat(sampler.sample(logits, 4, greedy(), nothing(), 0)).isEqualTo(2);
        assertThat(sampler.sample(logits, 4, new Sampling(0.01, 0, 0), nothing(), 0.5))
                .isEqualTo(2);
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
    void drawsOnlyFromTheFewestThatHaveTheShare() {
        float[] logits = logarithms(0.1, 0.5, 0.15, 0.25);

        assertThat(shares(logits, topP(1, 0, 0.8)))
                .containsExactly(new double[] {0, 0.5 / 0.9, 0.15 / 0.9, 0.25 / 0.9}, within(0.01));
        assertThat(shares(logits, topP(1, 0, 0.74)))
                .containsExactly(new double[] {0, 0.5 / 0.75, 0, 0.25 / 0.75}, within(0.01));
    }

    @Test
    void keepsTheMostLikelyHoweverSmallTheShare() {
        for (double topP : new double[] {Double.MIN_VALUE, 1e-9, 0.3}) {
            assertThat(shares(new float[] {0, 3, 1, 2}, topP(1, 0, topP))).containsExactly(0, 1, 0, 0);
        }
    }

    @Test
    void countsTheShareAmongTheKMostLikelyAtTheTemperature() {
        float[] logits = logarithms(0.4, 0.3, 0.2, 0.1);

        // Of the three, the first two have 7/9; at temperature 1/2 they have 25/29, and the first one alone has 16/29.
        assertThat(shares(logits, topP(1, 3, 0.76)))
                .containsExactly(new double[] {4 / 7.0, 3 / 7.0, 0, 0}, within(0.01));
        assertThat(shares(logits, topP(1, 3, 0.79)))
                .containsExactly(new double[] {4 / 9.0, 3 / 9.0, 2 / 9.0, 0}, within(0.01));
        assertThat(shares(logits, topP(0.5, 3, 0.85)))
                .containsExactly(new double[] {16 / 25.0, 9 / 25.0, 0, 0}, within(0.01));
    }

    @Test
    void takesTheLowestIdsOfEquallyLikelyOnesForTheShare() {
        assertThat(shares(new float[] {1, 1, 1, 1}, topP(1, 0, 0.5)))
                .containsExactly(new double[] {0.5, 0.5, 0, 0}, within(0.01));
    }

    /** Against the definition, written down plainly. */
    @Test
    void drawsWhatTheDefinitionOfTheShareSays() {
        Random random = new Random(8);
        Vocabulary many = Vocabulary.of(IntStream.range('a', 'a' + 50));
        Sampler ofMany = new Sampler(many);
        for (int i = 0; i < 2_000; i++) {
            float[] logits = new float[50];
            for (int id = 0; id < 50; id++) {
                logits[id] = (float) (3 * random.nextGaussian());
            }
            double topP = 1 - random.nextDouble();
            List<Integer> byLogit = IntStream.range(0, 50)
                    .boxed()
                    .sorted(Comparator.comparingDouble(id -> -logits[id]))
                    .toList();
            double total =
                    byLogit.stream().mapToDouble(id -> Math.exp(logits[id])).sum();
            List<Integer> nucleus = new ArrayList<>();
            for (double sum = 0; sum < topP * total; sum += Math.exp(logits[nucleus.get(nucleus.size() - 1)])) {
                nucleus.add(byLogit.get(nucleus.size()));
            }

            assertThat(choose(ofMany, logits, topP(1, 0, topP), random.nextDouble()))
                    .isIn(nucleus);
        }
    }

    @Test
    void makesWhatOccurredLessLikelyWhateverItsSign() {
        float[] logits = {2, 1.5f, -1, -1.2f};

        assertThat(sampler.sample(logits, 0, penalty(0, 1.3), recent(0), 0)).isZero();
        assertThat(sampler.sample(logits, 0, penalty(0, 1.4), recent(0), 0)).isEqualTo(1);
        double[] shares = shares(logits, penalty(1, 2), recent(0, 2));
        assertThat(shares).containsExactly(softmax(1, 1.5, -2, -1.2), within(0.01));
    }

    @Test
    void penalizesACharacterOnceHoweverOftenItOccurred() {
        float[] logits = {2, 1.5f, -1, -1.2f};

        assertThat(shares(logits, penalty(1, 2), recent(0, 0, 2, 0)))
                .containsExactly(shares(logits, penalty(1, 2), recent(2, 0)));
    }

    @Test
    void penalizesBeforeTheTemperatureAndTheLimits() {
        float[] logits = {2, 1.5f, 1.2f, -1};

        // What occurred falls to the third place.
        assertThat(shares(logits, new Sampling(0.5, 2, 1, 2, false, 11), recent(0)))
                .containsExactly(softmax(Double.NEGATIVE_INFINITY, 3, 2.4, Double.NEGATIVE_INFINITY), within(0.01));
    }

    @Test
    void staysFiniteHoweverLargeTheLogits() {
        float[] logits = {Float.MAX_VALUE, -Float.MAX_VALUE, 0, 0};

        assertThat(sampler.sample(logits, 0, penalty(1, 0.1), recent(0, 1), 0.5))
                .isZero();
        assertThat(sampler.sample(logits, 0, penalty(1, 10), recent(0, 1), 0.5)).isZero();
    }

    @Test
    void walksThroughTheIdsInTheirOrder() {
        float[] equal = {2, 2, 2, 2};

        assertThat(choose(equal, new Sampling(1, 0, 0), 0)).isZero();
        assertThat(choose(equal, new Sampling(1, 0, 0), 0.25)).isEqualTo(1);
        assertThat(choose(equal, new Sampling(1, 0, 0), Math.nextDown(0.75))).isEqualTo(2);
        assertThat(choose(equal, new Sampling(1, 0, 0), Math.nextDown(1.0))).isEqualTo(3);
    }

    @Test
    void neverChoosesTheBeginMark() {
        Vocabulary marked = Vocabulary.ofDocuments("ab".codePoints());
        Sampler ofMarked = new Sampler(marked);
        float[] logits = {0, 0, 50, 0};

        assertThat(marked.beginMark()).hasValue(2);
        assertThat(choose(ofMarked, logits, greedy(), 0)).isZero();
        for (int k = 0; k <= 4; k++) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(choose(ofMarked, logits, new Sampling(1, k, 0), UniformNumbers.at(3, i)))
                        .isNotEqualTo(2);
            }
        }
    }

    @Test
    void choosesTheEndMarkLikeAnyCharacter() {
        Sampler ofMarked = new Sampler(Vocabulary.ofDocuments("ab".codePoints()));

        assertThat(choose(ofMarked, new float[] {0, 0, 0, 9}, greedy(), 0)).isEqualTo(3);
    }

    @Test
    void neverChoosesAnEndMarkThatIsIgnored() {
        Sampler ofMarked = new Sampler(Vocabulary.ofDocuments("ab".codePoints()));
        float[] logits = {0, 1, 50, 50};

        assertThat(choose(ofMarked, logits, new Sampling(0, 0, 1, 1, true, 0), 0))
                .isEqualTo(1);
        for (int k = 0; k <= 4; k++) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(choose(ofMarked, logits, new Sampling(1, k, 0.9, 1, true, 0), UniformNumbers.at(3, i)))
                        .isLessThan(2);
            }
        }
        assertThat(choose(new float[] {0, 0, 0, 9}, new Sampling(0, 0, 1, 1, true, 0), 0))
                .isEqualTo(3);
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
                    random.nextBoolean() ? random.nextDouble() * 10 : Double.MIN_VALUE,
                    random.nextInt(6),
                    random.nextBoolean() ? 1 - random.nextDouble() : Double.MIN_VALUE,
                    0.1 + 9.9 * random.nextDouble(),
                    random.nextBoolean(),
                    i);
            RecentCharacters recent = RecentCharacters.of(
                    sampling, random.ints(random.nextInt(5), 0, 4).toArray(), 0);

            assertThat(sampler.sample(logits, 0, sampling, recent, random.nextDouble()))
                    .isBetween(0, 3);
        }
    }

    @Test
    void refusesScoresThatAreNoNumbers() {
        assertThatThrownBy(() -> choose(new float[] {0, Float.NaN, 0, 0}, greedy(), 0))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("id 1 with NaN");
        assertThatThrownBy(() -> choose(new float[] {0, 0, Float.POSITIVE_INFINITY, 0}, new Sampling(1, 0, 0), 0))
                .isInstanceOf(ArithmeticException.class);
    }

    private static Sampling greedy() {
        return new Sampling(0, 0, 0);
    }

    private static Sampling topP(double temperature, int topK, double topP) {
        return new Sampling(temperature, topK, topP, 1, false, 11);
    }

    private static Sampling penalty(double temperature, double penalty) {
        return new Sampling(temperature, 0, 1, penalty, false, 11);
    }

    private static RecentCharacters nothing() {
        return RecentCharacters.of(greedy(), new int[0], 0);
    }

    private int choose(float[] logits, Sampling sampling, double uniform) {
        return choose(sampler, logits, sampling, uniform);
    }

    private static int choose(Sampler sampler, float[] logits, Sampling sampling, double uniform) {
        return sampler.sample(logits, 0, sampling, nothing(), uniform);
    }

    /** The end of a text that has only these characters. */
    private static RecentCharacters recent(int... ids) {
        return RecentCharacters.of(penalty(1, 2), ids, 0);
    }

    private static float[] logarithms(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int id = 0; id < logits.length; id++) {
            logits[id] = (float) Math.log(probabilities[id]);
        }
        return logits;
    }

    private static double[] softmax(double... scores) {
        double total = Arrays.stream(scores).map(Math::exp).sum();
        return Arrays.stream(scores).map(score -> Math.exp(score) / total).toArray();
    }

    private double[] shares(float[] logits, Sampling sampling) {
        return shares(logits, sampling, nothing());
    }

    private double[] shares(float[] logits, Sampling sampling, RecentCharacters recent) {
        double[] counts = new double[logits.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.sample(logits, 0, sampling, recent, UniformNumbers.at(sampling.seed(), i))]++;
        }
        return Arrays.stream(counts).map(count -> count / DRAWS).toArray();
    }
}
