package io.escriba.trainer.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KneserNeyTest {
    private static final int ROOM = 1 << 20;

    /** Of a sum of probabilities: each is rounded to a sixteenth of a nat. */
    private static final double ROUNDING = 0.035;

    @Test
    void whatNeverVariesIsCertain() {
        NgramTables tables = tables(3, 4, ROOM, repeated(200, 0, 1, 2));

        assertThat(probability(tables, 2, 0, 1, 2, 0)).isGreaterThan(0.9);
        assertThat(probability(tables, 1, 2, 0, 1, 2)).isGreaterThan(0.9);
        assertThat(probability(tables, 2, 0, 1, 2, 2)).isLessThan(0.1);
    }

    @Test
    void aContextDecidesAsFarBackAsItIsLong() {
        // After 0 comes 1 if a 2 stood three characters before, and 3 otherwise.
        int[] text = repeated(100, 2, 4, 4, 0, 1, 5, 4, 4, 0, 3);

        NgramTables far = tables(6, 4, ROOM, text);
        NgramTables near = tables(6, 3, ROOM, text);

        assertThat(probability(far, 2, 4, 4, 0, 1)).isGreaterThan(0.9);
        assertThat(probability(far, 5, 4, 4, 0, 1)).isLessThan(0.1);
        assertThat(probability(near, 2, 4, 4, 0, 1)).isBetween(0.3, 0.7);
    }

    @Test
    void ofShorterContextsItCountsHowManyCharactersStoodBefore() {
        // 7 is frequent, but only ever follows 6; 5 is rare and follows anything.
        int[] text = new int[1_000];
        for (int i = 0; i < text.length; i++) {
            text[i] = i % 100 == 99 ? 5 : i % 2 == 0 ? 6 : 7;
            if (i % 100 == 98) {
                text[i] = i / 100 % 5;
            }
        }

        NgramTables tables = tables(8, 2, ROOM, text);

        assertThat(tables.logProbability(1, 5)).isGreaterThan(tables.logProbability(1, 7));
    }

    @Test
    void theBeginningOfATextIsAContext() {
        NgramCounts counts = new NgramCounts(4, 3);
        for (int i = 0; i < 50; i++) {
            counts.add(new int[] {0, 1, 2, 3});
            counts.add(new int[] {3, 2, 0, 2});
        }
        NgramTables tables = KneserNey.tables(counts, ROOM);

        assertThat(Math.exp(tables.logProbability(context(tables, true, 0), 1))).isGreaterThan(0.9);
        assertThat(Math.exp(tables.logProbability(context(tables, false, 3, 2, 0), 2)))
                .isGreaterThan(0.9);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 40, 300, 70_000})
    void everyPredictionIsADistributionThatRulesNothingOut(int vocabulary) {
        SplittableRandom random = new SplittableRandom(vocabulary);
        int[] text = IntStream.range(0, 3_000)
                .map(i -> (int) (Math.pow(random.nextDouble(), 3) * vocabulary))
                .toArray();

        NgramTables tables = tables(vocabulary, 5, ROOM, text);

        for (int context = 0; context < tables.contexts(); context++) {
            double sum = 0;
            for (int id = 0; id < vocabulary; id++) {
                sum += Math.exp(tables.logProbability(context, id));
            }
            assertThat(sum).as("after context %d", context).isCloseTo(1, within(ROUNDING));
        }
    }

    @Test
    void rareContextsAreLeftOutWhereThereIsNoRoom() {
        SplittableRandom random = new SplittableRandom(5);
        int[] text = IntStream.range(0, 5_000).map(i -> random.nextInt(20)).toArray();

        NgramTables all = tables(20, 4, ROOM, text);
        NgramTables few = tables(20, 4, 21 * 100, text);

        assertThat(few.contexts()).isBetween(20, 100);
        assertThat(all.contexts()).isGreaterThan(1_000);
        assertThat(few.levels()).hasSize(few.contexts() * 20);
        assertThat(Arrays.stream(few.children()).max()).hasValue(few.contexts() - 1);
    }

    @Test
    void nothingCountedPredictsEverythingAlike() {
        NgramTables tables = tables(4, 2, ROOM, new int[] {1});

        assertThat(tables.contexts()).isEqualTo(2);
        assertThat(IntStream.range(0, 4).mapToObj(id -> tables.logProbability(1, id)))
                .containsOnly(Math.round(-Math.log(0.25) / NgramTables.STEP) * -NgramTables.STEP);
    }

    @Test
    void theOrderOfPassagesDoesNotMatter() {
        NgramCounts one = new NgramCounts(3, 2);
        one.add(new int[] {0, 1, 2, 0});
        one.add(new int[] {2, 2, 1});
        NgramCounts other = new NgramCounts(3, 2);
        other.add(new int[] {2, 2, 1});
        other.add(new int[] {0, 1, 2, 0});

        assertThat(KneserNey.tables(one, ROOM).levels())
                .isEqualTo(KneserNey.tables(other, ROOM).levels());
    }

    private static NgramTables tables(int vocabulary, int length, int room, int[] text) {
        NgramCounts counts = new NgramCounts(vocabulary, length);
        counts.add(text);
        return KneserNey.tables(counts, room);
    }

    private static int[] repeated(int times, int... ids) {
        return IntStream.range(0, times * ids.length)
                .map(i -> ids[i % ids.length])
                .toArray();
    }

    /** Of the last of these ids after those before it, in the midst of a text. */
    private static double probability(NgramTables tables, int... ids) {
        int[] read = Arrays.copyOf(ids, ids.length - 1);
        return Math.exp(tables.logProbability(context(tables, false, read), ids[ids.length - 1]));
    }

    /** The longest known context at the end of these ids. */
    private static int context(NgramTables tables, boolean fromTheBeginning, int... read) {
        int context = 1;
        int longest = 0;
        int looked = fromTheBeginning ? tables.length() : Math.min(read.length, tables.length());
        for (int back = 0; back < looked; back++) {
            int symbol = back < read.length ? read[read.length - 1 - back] + 1 : 0;
            context = tables.child(context, symbol);
            longest = Math.max(longest, context);
        }
        return longest;
    }
}
