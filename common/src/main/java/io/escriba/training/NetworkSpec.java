package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What is trained.
 *
 * @param architecture the kind of the network; a bigram has no other setting
 * @param nonlinearity of {@code rnn}; ignored by the others
 * @param embedding how a character is given to the network, a width from 1 to 8,192 or one-hot; a {@code gpt} has one of
 *     {@code hiddenSize}
 * @param hiddenSize units of each recurrent layer, or width of each block of a {@code gpt}, 1 to 8,192
 * @param layers recurrent layers or blocks, 1 to 8
 * @param dropout between recurrent layers and after the last, or within blocks, 0 to below 1
 * @param heads of each block's attention in a {@code gpt}, 1 to 64; ignored by the others
 * @param contextLength characters that a {@code gpt} sees at once, 8 to 8,192; ignored by the others
 * @param ngramContext characters that an n-gram model looks back on, counted in the same corpus, whose prediction is mixed with
 *     that of an {@code rnn}, {@code gru} or {@code lstm}; 2 to 8, or 0 for the network alone
 * @param head dense layers between the recurrent ones or the blocks and the output, at most 8
 */
public record NetworkSpec(
        @JsonProperty(required = true) Architecture architecture,
        @JsonProperty(required = true) Nonlinearity nonlinearity,
        @JsonProperty(required = true) Embedding embedding,
        @JsonProperty(required = true) int hiddenSize,
        @JsonProperty(required = true) int layers,
        @JsonProperty(required = true) double dropout,
        @JsonProperty(required = true) int heads,
        @JsonProperty(required = true) int contextLength,
        @JsonProperty(required = true) int ngramContext,
        @JsonProperty(required = true) List<DenseLayer> head) {
    public NetworkSpec {
        head = List.copyOf(head);
    }

    void check(Problems problems) {
        embedding.width().ifPresent(width -> problems.range("embedding", width, 1, 8_192));
        problems.range("hiddenSize", hiddenSize, 1, 8_192);
        problems.range("layers", layers, 1, 8);
        problems.belowOne("dropout", dropout);
        problems.range("heads", heads, 1, 64);
        problems.range("contextLength", contextLength, 8, 8_192);
        problems.check(
                architecture != Architecture.GPT || heads < 1 || hiddenSize % heads == 0,
                "hiddenSize is " + hiddenSize + " and heads is " + heads
                        + "; a gpt needs a hiddenSize that its heads divide without rest.");
        problems.range("ngramContext", ngramContext, 0, 8);
        problems.check(ngramContext != 1, "ngramContext is 1; use 0 for none, or 2 to 8 characters.");
        problems.check(
                ngramContext == 0 || architecture.isRecurrent(),
                "ngramContext is " + ngramContext + ", but only rnn, gru and lstm are mixed with an n-gram model;"
                        + " leave it out, or use 0.");
        problems.check(head.size() <= 8, "head has " + head.size() + " layers; use at most 8.");
        for (int i = 0; i < head.size(); i++) {
            problems.range("head[" + i + "].units", head.get(i).units(), 1, 8_192);
            problems.belowOne("head[" + i + "].dropout", head.get(i).dropoutRate());
        }
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
