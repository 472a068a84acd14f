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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineExamplesTest {
    private static final ExampleSpec SPEC = Specs.tiny(
                    "{'documents':'lines','sequenceLength':10,'batchSize':3,'validationFraction':0.25}")
            .examples();

    private static final String TEXT = "João\nAna\n\nConceição\nZé\r\nBeatriz\nDavi\nEva\nIaraci";

    @Test
    void everyLineIsLearnedOrHeldOutFromBeginToEndMark() {
        Examples examples = Examples.of(Texts.of(TEXT), SPEC, 1);

        List<String> learned = documents(examples, epoch(examples));
        List<String> heldOut = documents(examples, batches(examples.validation()));

        assertThat(heldOut).hasSize(2);
        assertThat(learned).hasSize(6).doesNotContainAnyElementsOf(heldOut);
        assertThat(IntStream.range(0, 2).mapToObj(i -> i == 0 ? learned : heldOut))
                .allSatisfy(lines -> assertThat(lines).isSubsetOf(TEXT.lines().toList()));
    }

    @Test
    void theVocabularyHasTheMarksAndNoLineEnds() {
        Vocabulary vocabulary = Examples.of(Texts.of(TEXT), SPEC, 1).vocabulary();

        assertThat(vocabulary.marks()).isTrue();
        assertThat(vocabulary.characters()).doesNotContain("\n").doesNotContain("\r");
        assertThat(vocabulary.start()).isEqualTo(vocabulary.beginMark().orElseThrow());
    }

    @Test
    void ofManyHeldOutLinesSomeAreMeasuredAndNoneIsLearned() {
        Examples examples = Examples.of(Texts.of("a\n".repeat(140_000)), SPEC, 1);

        assertThat(examples.validationCharacters()).isEqualTo(2 * 32_768);
        assertThat(examples.trainingCharacters()).isEqualTo(2 * 105_000);
    }

    @Test
    void aLongLineIsLearnedInSeveralWindows() {
        String line = "abcdefghijklmnopqrstuvwxyz";
        Examples examples = Examples.of(Texts.of(line + "\n" + line), SPEC, 1);

        List<Batch> batches = epoch(examples);

        assertThat(batches).allMatch(batch -> batch.time() <= 10);
        assertThat(batches.stream().mapToInt(Batch::scored).sum()).isEqualTo(27);
    }

    @Test
    void thePassesDifferInOrderOnly() {
        Examples examples = Examples.of(Texts.of(TEXT), SPEC, 1);
        SplittableRandom random = new SplittableRandom(5);

        List<Batch> first = new ArrayList<>();
        examples.epoch(random).forEachRemaining(first::add);
        List<Batch> second = new ArrayList<>();
        examples.epoch(random).forEachRemaining(second::add);

        assertThat(documents(examples, first)).containsExactlyInAnyOrderElementsOf(documents(examples, second));
    }

    @Test
    void oneLineIsNotEnough() {
        assertThatThrownBy(() -> Examples.of(Texts.of("alone\n\n"), SPEC, 1))
                .isInstanceOf(CorpusTooShortException.class)
                .hasMessageContaining("has 1 lines")
                .hasMessageContaining("at least 2");
    }

    private static List<Batch> epoch(Examples examples) {
        return batches(examples.epoch(new SplittableRandom(1)));
    }

    private static List<Batch> batches(Iterator<Batch> all) {
        List<Batch> batches = new ArrayList<>();
        all.forEachRemaining(batches::add);
        return batches;
    }

    /** The lines whose every character and end mark is scored. */
    private static List<String> documents(Examples examples, List<Batch> batches) {
        Vocabulary vocabulary = examples.vocabulary();
        List<String> lines = new ArrayList<>();
        for (Batch batch : batches) {
            for (int row = 0; row < batch.rows(); row++) {
                int column = row;
                int[] targets = IntStream.range(0, batch.time())
                        .map(t -> batch.targets()[t * batch.rows() + column])
                        .filter(target -> target != Batch.IGNORED)
                        .toArray();
                assertThat(batch.inputs()[row]).isEqualTo(vocabulary.beginMark().orElseThrow());
                assertThat(targets[targets.length - 1])
                        .isEqualTo(vocabulary.endMark().orElseThrow());
                lines.add(vocabulary.decode(targets));
            }
        }
        return lines;
    }
}
