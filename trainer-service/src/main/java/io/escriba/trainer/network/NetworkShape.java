package io.escriba.trainer.network;

import io.escriba.training.Architecture;
import io.escriba.training.Nonlinearity;
import io.escriba.training.TrainingSpec;

/**
 * The sizes of a network: embedding {@code [vocabulary, embedding]}, recurrent layers of {@code hidden} units each, and
 * a linear layer to the logits.
 *
 * @param vocabulary ids, marks included
 */
public record NetworkShape(
        Architecture architecture, Nonlinearity nonlinearity, int vocabulary, int embedding, int hidden, int layers) {

    /** The shape a spec asks for on a vocabulary of this size. */
    public static NetworkShape of(TrainingSpec spec, int vocabulary) {
        return new NetworkShape(
                spec.architecture(),
                spec.nonlinearity(),
                vocabulary,
                spec.embedding(),
                spec.hiddenSize(),
                spec.layers());
    }

    /** Gates of a unit: the recurrent weights have so many times {@code hidden} rows. */
    public int gates() {
        return switch (architecture) {
            case RNN -> 1;
            case GRU -> 3;
            case LSTM -> 4;
        };
    }

    /** Width of what layer {@code layer} reads. */
    public int inputWidth(int layer) {
        return layer == 0 ? embedding : hidden;
    }

    /** Numbers to be learned, with two bias vectors for each recurrent layer as PyTorch and ONNX have them. */
    public long parameterCount() {
        long count = (long) vocabulary * embedding + (long) vocabulary * (hidden + 1);
        for (int layer = 0; layer < layers; layer++) {
            count += (long) gates() * hidden * (inputWidth(layer) + hidden + 2);
        }
        return count;
    }
}
