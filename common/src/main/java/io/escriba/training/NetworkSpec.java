package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What is trained.
 *
 * @param architecture the kind of the network; a bigram has no other setting
 * @param nonlinearity of {@code rnn}; ignored by the others
 * @param embedding how a character is given to the network, a width from 1 to 8,192 or one-hot
 * @param hiddenSize units of each recurrent layer, 1 to 8,192
 * @param layers recurrent layers, 1 to 8
 * @param dropout between recurrent layers and after the last, 0 to below 1
 * @param head dense layers between the recurrent ones and the output, at most 8
 */
public record NetworkSpec(
        @JsonProperty(required = true) Architecture architecture,
        @JsonProperty(required = true) Nonlinearity nonlinearity,
        @JsonProperty(required = true) Embedding embedding,
        @JsonProperty(required = true) int hiddenSize,
        @JsonProperty(required = true) int layers,
        @JsonProperty(required = true) double dropout,
        @JsonProperty(required = true) List<DenseLayer> head) {
    public NetworkSpec {
        head = List.copyOf(head);
    }

    void check(Problems problems) {
        embedding.width().ifPresent(width -> problems.range("embedding", width, 1, 8_192));
        problems.range("hiddenSize", hiddenSize, 1, 8_192);
        problems.range("layers", layers, 1, 8);
        problems.belowOne("dropout", dropout);
        problems.check(head.size() <= 8, "head has " + head.size() + " layers; use at most 8.");
        for (int i = 0; i < head.size(); i++) {
            problems.range("head[" + i + "].units", head.get(i).units(), 1, 8_192);
            problems.belowOne("head[" + i + "].dropout", head.get(i).dropoutRate());
        }
    }
}
