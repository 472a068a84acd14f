package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kind of a network. */
public enum Architecture {
    /** Elman network (Elman 1990), with the nonlinearity of the spec. */
    @JsonProperty("rnn")
    RNN,
    /** Gated recurrent unit (Cho et al. 2014), the reset gate after the recurrent product as in cuDNN. */
    @JsonProperty("gru")
    GRU,
    /** Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate, Gers et al. 2000). */
    @JsonProperty("lstm")
    LSTM,
    /** A table: the logits of the next character depend on the last one alone. */
    @JsonProperty("bigram")
    BIGRAM,
    /** Decoder-only transformer (Radford et al. 2019), which sees a limited context. */
    @JsonProperty("gpt")
    GPT;

    /** Whether it has a state that goes on from character to character. */
    public boolean isRecurrent() {
        return this == RNN || this == GRU || this == LSTM;
    }
}
