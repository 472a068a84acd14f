package io.escriba.trainer.network;

import io.escriba.model.ContextWindow;
import io.escriba.training.Architecture;
import io.escriba.training.DenseLayer;
import io.escriba.training.NetworkSpec;

/**
 * The sizes of a network: embedding {@code [vocabulary, embedding]} unless characters are one-hot, recurrent layers of
 * {@code hidden} units each, dense layers, and a linear layer to the logits. A gpt has blocks of width {@code hidden} in
 * place of recurrent layers, and embeds places too. A bigram is one table {@code [vocabulary, vocabulary]}.
 *
 * @param vocabulary ids, marks included
 */
public record NetworkShape(NetworkSpec spec, int vocabulary) {
    /** The feed-forward layers of a block are so many times as wide inside (Vaswani et al. 2017, section 3.3). */
    private static final int EXPANSION = 4;

    /** The kind of the network. */
    public Architecture architecture() {
        return spec.architecture();
    }

    /** Units of each recurrent layer, or the width of each block. */
    public int hidden() {
        return spec.hiddenSize();
    }

    /** Recurrent layers or blocks; a bigram has none. */
    public int layers() {
        return architecture() == Architecture.BIGRAM ? 0 : spec.layers();
    }

    /** Heads of each block's attention. */
    public int heads() {
        return spec.heads();
    }

    /** Width of one head. */
    public int headWidth() {
        return hidden() / heads();
    }

    /** Width inside a block's feed-forward layers. */
    public int expanded() {
        return EXPANSION * hidden();
    }

    /** Which part of a text a gpt sees. */
    public ContextWindow context() {
        return new ContextWindow(spec.contextLength());
    }

    /** Characters that the n-gram model looks back on which the network is mixed with; 0 where there is none. */
    public int ngramContext() {
        return spec.ngramContext();
    }

    /** Gates of a unit: the recurrent weights have so many times {@code hidden} rows. */
    public int gates() {
        return switch (architecture()) {
            case BIGRAM, GPT -> 0;
            case RNN -> 1;
            case GRU -> 3;
            case LSTM -> 4;
        };
    }

    /**
     * Whether a recurrent layer learns a bias vector for its recurrent product too. Only in a GRU does the second one do
     * what the first cannot: its reset gate stands between them.
     */
    public boolean hasRecurrentBias() {
        return architecture() == Architecture.GRU;
    }

    /** Whether the first layer reads a learned embedding. */
    public boolean isEmbedded() {
        return switch (architecture()) {
            case BIGRAM -> false;
            case GPT -> true;
            case RNN, GRU, LSTM -> spec.embedding().width().isPresent();
        };
    }

    /** Width of what layer {@code layer} reads. */
    public int inputWidth(int layer) {
        return layer == 0 && architecture() != Architecture.GPT
                ? spec.embedding().width(vocabulary)
                : hidden();
    }

    /** Width of what dense layer {@code layer} reads, or the output where there are only so many dense layers. */
    public int denseInputWidth(int layer) {
        return layer == 0 ? hidden() : spec.head().get(layer - 1).units();
    }

    /** Whether a parameter has a row, or one number, for each character. */
    public boolean hasRowPerCharacter(String parameter) {
        return switch (parameter) {
            case ParameterNames.TABLE,
                    ParameterNames.EMBEDDING,
                    ParameterNames.OUTPUT_WEIGHT,
                    ParameterNames.OUTPUT_BIAS -> true;
            default -> false;
        };
    }

    /** Whether a parameter has a column for each character. */
    public boolean hasColumnPerCharacter(String parameter) {
        boolean oneHot = layers() > 0 && !isEmbedded() && parameter.equals(ParameterNames.inputWeight(0));
        return oneHot || parameter.equals(ParameterNames.TABLE);
    }

    /** Numbers to be learned. */
    public long parameterCount() {
        if (architecture() == Architecture.BIGRAM) {
            return (long) vocabulary * vocabulary;
        }
        long count = isEmbedded() ? (long) vocabulary * inputWidth(0) : 0;
        count += architecture() == Architecture.GPT ? blockParameters() : recurrentParameters();
        int layer = 0;
        for (DenseLayer dense : spec.head()) {
            count += (long) dense.units() * (denseInputWidth(layer) + 1);
            layer++;
        }
        return count + (long) vocabulary * (denseInputWidth(layer) + 1);
    }

    private long recurrentParameters() {
        int biases = hasRecurrentBias() ? 2 : 1;
        long count = 0;
        for (int layer = 0; layer < layers(); layer++) {
            count += (long) gates() * hidden() * (inputWidth(layer) + hidden() + biases);
        }
        return count;
    }

    private long blockParameters() {
        long width = hidden();
        long norm = 2 * width;
        long attention = 3 * width * width + width * (width + 1);
        long feedForward = expanded() * (width + 1) + width * (expanded() + 1L);
        return context().length() * width + layers() * (2 * norm + attention + feedForward) + norm;
    }
}
