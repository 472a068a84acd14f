package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What is trained. */
public record NetworkSpec(
        @Setting("The kind of network: rnn, gru and lstm are recurrent, gpt is a transformer, and a bigram is a"
                + " table of which character follows which, without any other setting")
        @JsonProperty(required = true)
        Architecture architecture,

        @Setting("What an rnn applies to its state; ignored by the others") @JsonProperty(required = true)
        Nonlinearity nonlinearity,

        @Setting(
                value = "How a character is given to the network: the width of a learned embedding, or one-hot. A"
                        + " gpt has one of its hiddenSize",
                range = "[1, 8192]",
                chosen = true)
        @JsonProperty(required = true)
        Embedding embedding,

        @Setting(
                value = "Units of each recurrent layer, or the width of each block of a gpt",
                range = "[1, 8192]",
                chosen = true)
        @JsonProperty(required = true)
        int hiddenSize,

        @Setting(value = "Recurrent layers, or blocks of a gpt", range = "[1, 8]", chosen = true)
        @JsonProperty(required = true)
        int layers,

        @Setting(
                value = "The part of the outputs that is dropped in training, between recurrent layers and after"
                        + " the last, or within the blocks of a gpt; it keeps a network from learning by heart",
                range = "[0, 1)",
                chosen = true)
        @JsonProperty(required = true)
        double dropout,

        @Setting(
                value = "Heads of each block's attention in a gpt, which divide its hiddenSize without rest;"
                        + " ignored by the others",
                range = "[1, 64]")
        @JsonProperty(required = true)
        int heads,

        @Setting(
                value = "Characters that a gpt sees at once, at least its sequenceLength; ignored by the others",
                range = "[8, 8192]")
        @JsonProperty(required = true)
        int contextLength,

        @Setting(
                value = "Characters that an n-gram model looks back on, counted in the same corpus, whose"
                        + " prediction is mixed with that of an rnn, gru or lstm; 2 to 8, or 0 for the"
                        + " network alone",
                range = "[0, 8]",
                chosen = true)
        @JsonProperty(required = true)
        int ngramContext,

        @Setting(value = "Dense layers between the recurrent ones or the blocks and the output", mostEntries = 8)
        @JsonProperty(required = true)
        List<DenseLayer> head) {
    public NetworkSpec {
        head = List.copyOf(head);
    }

    void check(Problems problems) {
        problems.check(this);
        problems.check(
                architecture != Architecture.GPT || heads < 1 || hiddenSize % heads == 0,
                "hiddenSize is " + hiddenSize + " and heads is " + heads
                        + "; a gpt needs a hiddenSize that its heads divide without rest.");
        problems.check(ngramContext != 1, "ngramContext is 1; use 0 for none, or 2 to 8 characters.");
        problems.check(
                ngramContext == 0 || architecture.isRecurrent(),
                "ngramContext is " + ngramContext + ", but only rnn, gru and lstm are mixed with an n-gram model;"
                        + " leave it out, or use 0.");
    }

    /** Checks that the network can learn from such examples. */
    void check(ExampleSpec examples, Problems problems) {
        if (architecture != Architecture.GPT) {
            return;
        }
        problems.check(
                examples.documents() == Documents.LINES || examples.shuffle(),
                "shuffle is false, but a gpt carries no state from one example to the next;"
                        + " use shuffle true, or documents lines.");
        problems.check(
                examples.sequenceLength() <= contextLength,
                "sequenceLength is " + examples.sequenceLength() + " and contextLength is " + contextLength
                        + "; a gpt learns sequences of at most its contextLength.");
    }
}
