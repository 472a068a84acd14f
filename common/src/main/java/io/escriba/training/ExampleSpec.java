package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** How a corpus becomes examples. */
public record ExampleSpec(
        @Setting("What one document is: the whole text, or each line by itself, so that the model learns where lines"
                + " begin and end")
        @JsonProperty(required = true)
        Documents documents,

        @Setting("Whether upper-case letters are taken for lower-case ones, in prompts too")
        @JsonProperty(required = true)
        boolean lowercase,

        @Setting("Which characters of an example are predicted: all, or only the last one, which needs shuffled"
                + " windows of a text")
        @JsonProperty(required = true)
        Target target,

        @Setting(value = "Characters of one training example", range = "[2, 65536]", chosen = true)
        @JsonProperty(required = true)
        int sequenceLength,

        @Setting(
                value = "Whether a text is learned in windows in random order, each with a fresh state; otherwise"
                        + " it is read from its beginning to its end and the state is carried",
                chosen = true)
        @JsonProperty(required = true)
        boolean shuffle,

        @Setting(
                value = "Characters from the beginning of one shuffled window to that of the next; the"
                        + " sequenceLength when absent",
                range = "[1, 65536]")
        Optional<Integer> stride,

        @Setting(value = "Examples of one step", range = "[1, 65536]", chosen = true) @JsonProperty(required = true)
        int batchSize,

        @Setting(
                value = "The part of the lines, or of the text's end, that is held out to measure the loss on",
                range = "[0.01, 0.5]")
        @JsonProperty(required = true)
        double validationFraction) {
    void check(Problems problems) {
        problems.check(this);
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
