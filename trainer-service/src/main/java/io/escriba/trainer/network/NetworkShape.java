package io.escriba.trainer.network;

import io.escriba.training.Architecture;
import io.escriba.training.DenseLayer;
import io.escriba.training.NetworkSpec;

/**
 * The sizes of a network: embedding {@code [vocabulary, embedding]} unless characters are one-hot, recurrent layers of
 * {@code hidden} units each, dense layers, and a linear layer to the logits. A bigram is one table
 * {@code [vocabulary, vocabulary]}.
 *
 * @param vocabulary ids, marks included
 */
public record NetworkShape(NetworkSpec spec, int vocabulary) {
    /** The kind of the network. */
    public Architecture architecture() {
        return spec.architecture();
    }

    /** Units of each recurrent layer. */
    public int hidden() {
        return spec.hiddenSize();
    }

    /** Recurrent layers; a bigram has none. */
    public int layers() {
        return architecture() == Architecture.BIGRAM ? 0 : spec.layers();
    }

    /** Gates of a unit: the recurrent weights have so many times {@code hidden} rows. */
    public int gates() {
        return switch (architecture()) {
            case BIGRAM -> 0;
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
        return architecture() != Architecture.BIGRAM && spec.embedding().width().isPresent();
    }

    /** Width of what recurrent layer {@code layer} reads. */
    public int inputWidth(int layer) {
        return layer == 0 ? spec.embedding().width(vocabulary) : hidden();
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
        int biases = hasRecurrentBias() ? 2 : 1;
        for (int layer = 0; layer < layers(); layer++) {
            count += (long) gates() * hidden() * (inputWidth(layer) + hidden() + biases);
        }
        int layer = 0;
        for (DenseLayer dense : spec.head()) {
            count += (long) dense.units() * (denseInputWidth(layer) + 1);
            layer++;
        }
        return count + (long) vocabulary * (denseInputWidth(layer) + 1);
    }
}
