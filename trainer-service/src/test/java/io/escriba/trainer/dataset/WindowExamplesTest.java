package io.escriba.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.trainer.Specs;
import io.escriba.trainer.text.Texts;
import io.escriba.training.ExampleSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WindowExamplesTest {
    /** No two places look alike, so a target tells where it came from. */
    private static final String TEXT = IntStream.range(0, 2_000)
            .mapToObj(i -> Character.toString(0x4E00 + i))
            .collect(Collectors.joining());

    @Test
    void everyWindowIsLearnedOnceInRandomOrder() {
        Examples examples = examples("{'sequenceLength':10,'batchSize':7,'shuffle':true,'stride':3}");

        List<Batch> batches = epoch(examples);
        int[] begins = batches.stream()
                .flatMapToInt(batch -> Arrays.stream(batch.inputs(), 0, batch.rows()))
                .toArray();

        assertThat(batches).noneMatch(Batch::continued).allMatch(batch -> batch.scored() == 10 * batch.rows());
        assertThat(Arrays.stream(begins).sorted().toArray())
                .isEqualTo(IntStream.rangeClosed(0, (1_799 - 10) / 3)
                        .map(window -> window * 3)
                        .toArray());
        assertThat(begins).isNotEqualTo(Arrays.stream(begins).sorted().toArray());
        assertThat(batches.stream().mapToLong(Batch::scored).sum()).isEqualTo(examples.trainingCharacters());
    }

    @Test
    void onlyTheLastCharacterCountsWhereThatIsAskedFor() {
        Examples examples = examples("{'sequenceLength':10,'batchSize':7,'shuffle':true,'stride':3,'target':'last'}");

        for (Batch batch : epoch(examples)) {
            assertThat(batch.scored()).isEqualTo(batch.rows());
            for (int row = 0; row < batch.rows(); row++) {
                assertThat(batch.targets()[9 * batch.rows() + row]).isEqualTo(batch.inputs()[row] + 10);
            }
        }
    }

    @Test
    void lettersLoseTheirCaseWhereThatIsAskedFor() {
        ExampleSpec spec = Specs.tiny("{'lowercase':true}").examples();

        Examples examples = Examples.of(Texts.of("Ana, ANA; ana. ".repeat(10)), spec, 1);

        assertThat(examples.vocabulary().characters()).isEqualTo(" ,.;an");
        assertThat(examples.vocabulary().decode(examples.excerpt(20))).contains("ana, ana; ana. ");
    }

    @Test
    void aPermutationHasEveryNumberOnce() {
        for (long n : new long[] {1, 2, 3, 4, 5, 17, 1_000, 4_097}) {
            Permutation permutation = new Permutation(n, new SplittableRandom(n));

            assertThat(LongStream.range(0, n).map(permutation::at).sorted().toArray())
                    .isEqualTo(LongStream.range(0, n).toArray());
        }
    }

    private static Examples examples(String spec) {
        return Examples.of(Texts.of(TEXT), Specs.tiny(spec).examples(), 1);
    }

    private static List<Batch> epoch(Examples examples) {
        List<Batch> batches = new ArrayList<>();
        examples.epoch(new SplittableRandom(7)).forEachRemaining(batches::add);
        return batches;
    }
}
