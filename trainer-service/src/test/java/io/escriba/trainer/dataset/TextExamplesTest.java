package io.escriba.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.trainer.Specs;
import io.escriba.trainer.text.Texts;
import io.escriba.training.ExampleSpec;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextExamplesTest {
    /** No two places look alike, so a target tells where it came from. */
    private static final String TEXT = IntStream.range(0, 2_000)
            .mapToObj(i -> Character.toString(0x4E00 + i))
            .collect(Collectors.joining());

    private static final ExampleSpec SPEC =
            Specs.tiny("{'sequenceLength':10,'batchSize':8}").examples();

    @Test
    void everyTargetIsTheCharacterAfterItsInput() {
        Examples examples = Examples.of(Texts.of(TEXT), SPEC, 1);

        for (Batch batch : batches(examples.epoch(new SplittableRandom(7)))) {
            assertThat(batch.inputs()).hasSize(batch.time() * batch.rows());
            for (int i = 0; i < batch.inputs().length; i++) {
                assertThat(batch.targets()[i]).isEqualTo(batch.inputs()[i] + 1);
            }
        }
    }

    @Test
    void aContinuedBatchGoesOnWhereEachRowEnded() {
        List<Batch> batches = batches(Examples.of(Texts.of(TEXT), SPEC, 1).epoch(new SplittableRandom(7)));

        assertThat(batches).hasSizeGreaterThan(10);
        assertThat(batches.get(0).continued()).isFalse();
        for (int i = 1; i < batches.size(); i++) {
            Batch before = batches.get(i - 1);
            Batch after = batches.get(i);
            assertThat(after.continued()).isTrue();
            for (int row = 0; row < after.rows(); row++) {
                int lastTarget = before.targets()[(before.time() - 1) * before.rows() + row];
                assertThat(after.inputs()[row]).isEqualTo(lastTarget);
            }
        }
    }

    @Test
    void anEpochLearnsNearlyAllOfThePartToLearnFromAndNothingHeldOut() {
        Examples examples = Examples.of(Texts.of(TEXT), SPEC, 1);
        int[] learned = batches(examples.epoch(new SplittableRandom(7))).stream()
                .flatMapToInt(batch -> IntStream.of(batch.targets()))
                .distinct()
                .sorted()
                .toArray();

        assertThat(learned.length).isGreaterThan((int) (0.9 * examples.trainingCharacters()));
        assertThat(learned[learned.length - 1]).isLessThan(1_800);
    }

    @Test
    void validationScoresEveryHeldOutTargetOnce() {
        for (int length : new int[] {300, 2_000, 19_000}) {
            String text = IntStream.range(0, length)
                    .mapToObj(i -> Character.toString(0x4E00 + i))
                    .collect(Collectors.joining());
            Examples examples = Examples.of(Texts.of(text), SPEC, 1);

            List<Integer> scored = new ArrayList<>();
            for (Batch batch : batches(examples.validation())) {
                for (int i = 0; i < batch.targets().length; i++) {
                    if (batch.targets()[i] != Batch.IGNORED) {
                        assertThat(batch.targets()[i]).isEqualTo(batch.inputs()[i] + 1);
                        scored.add(batch.targets()[i]);
                    }
                }
            }

            assertThat(scored).hasSize((int) examples.validationCharacters()).doesNotHaveDuplicates();
            assertThat(scored).allMatch(id -> id > 0.9 * length - 2);
        }
    }

    @Test
    void ofALongHeldOutPartAMillionCharactersAreMeasured() {
        Examples examples = Examples.of(Texts.of("ab".repeat(5_500_000)), SPEC, 1);

        long scored =
                batches(examples.validation()).stream().mapToLong(Batch::scored).sum();

        assertThat(scored).isEqualTo(examples.validationCharacters()).isEqualTo(1 << 20);
    }

    @Test
    void aShortCorpusIsLearnedInFewerRows() {
        Examples examples = Examples.of(Texts.of("abcdefghijklmnopqrst"), SPEC, 1);

        List<Batch> batches = batches(examples.epoch(new SplittableRandom(1)));

        assertThat(batches).hasSize(1);
        assertThat(batches.get(0).rows()).isEqualTo(1);
    }

    @Test
    void aCorpusThatIsTooShortIsToldTheLengthItNeeds() {
        assertThatThrownBy(() -> Examples.of(Texts.of("too short"), SPEC, 1))
                .isInstanceOf(CorpusTooShortException.class)
                .hasMessageContaining("has 9 characters, but at least 13 are needed");

        assertThat(Examples.of(Texts.of("just long eno"), SPEC, 1).trainingCharacters())
                .isPositive();
        assertThatThrownBy(() -> Examples.of(Texts.of("1 too short!"), SPEC, 1))
                .isInstanceOf(CorpusTooShortException.class);
    }

    @Test
    void theExcerptIsHeldOutText() {
        Examples examples = Examples.of(Texts.of(TEXT), SPEC, 1);

        assertThat(Vocabulary.of(TEXT).decode(examples.excerpt(50))).isEqualTo(TEXT.substring(1_800, 1_850));
    }

    private static List<Batch> batches(Iterator<Batch> epoch) {
        List<Batch> batches = new ArrayList<>();
        epoch.forEachRemaining(batches::add);
        return batches;
    }
}
