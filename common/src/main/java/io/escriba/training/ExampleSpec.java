package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * How a corpus becomes examples.
 *
 * @param documents what one document is
 * @param lowercase whether upper-case letters are taken for lower-case ones, in prompts too
 * @param target which characters of an example are predicted; only the last one where windows are shuffled
 * @param sequenceLength characters of one training example, 2 to 65,536
 * @param shuffle whether a text is learned in windows in random order, each with a fresh state; otherwise it is read from
 *     its beginning to its end and the state is carried
 * @param stride from the beginning of one shuffled window to that of the next, 1 to 65,536; the sequence length when absent
 * @param batchSize examples of one step, 1 to 65,536
 * @param validationFraction part of the documents or of the text's end that is held out, 0.01 to 0.5
 */
public record ExampleSpec(
        @JsonProperty(required = true) Documents documents,
        @JsonProperty(required = true) boolean lowercase,
        @JsonProperty(required = true) Target target,
        @JsonProperty(required = true) int sequenceLength,
        @JsonProperty(required = true) boolean shuffle,
        Optional<Integer> stride,
        @JsonProperty(required = true) int batchSize,
        @JsonProperty(required = true) double validationFraction) {
    void check(Problems problems) {
        problems.range("sequenceLength", sequenceLength, 2, 65_536);
        problems.range("stride", stride.orElse(1), 1, 65_536);
        problems.range("batchSize", batchSize, 1, 65_536);
        problems.check(
                validationFraction >= 0.01 && validationFraction <= 0.5,
                "validationFraction is " + validationFraction + "; use 0.01 to 0.5.");
        boolean windows = documents == Documents.TEXT && shuffle;
        problems.check(
                target == Target.ALL || windows,
                "target is last, which needs windows; use documents text and shuffle true, or target all.");
        problems.check(stride.isEmpty() || windows, "stride needs documents text and shuffle true; leave it out.");
    }

    /** Characters from the beginning of one shuffled window to that of the next. */
    public int windowStride() {
        return stride.orElse(sequenceLength);
    }
}
