package io.escriba.bench.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.recurrent.RNN;
import io.escriba.training.NetworkSpec;
import io.escriba.training.Nonlinearity;
import java.util.Optional;

/** The embedding and the recurrent layers of a spec, from a state of zeros. Each layer has PyTorch's two biases. */
final class BareRecurrence {
    private final NetworkSpec spec;
    private final int vocabulary;
    private final Optional<NDArray> table;
    private final NDList weights = new NDList();

    BareRecurrence(NetworkSpec spec, int vocabulary, BareParameters parameters) {
        this.spec = spec;
        this.vocabulary = vocabulary;
        int width = spec.embedding().width(vocabulary);
        this.table = spec.embedding().width().isPresent()
                ? Optional.of(parameters.random(vocabulary, width))
                : Optional.empty();
        int gateRows = gates() * spec.hiddenSize();
        for (int layer = 0; layer < spec.layers(); layer++) {
            weights.add(parameters.random(gateRows, layer == 0 ? width : spec.hiddenSize()));
            weights.add(parameters.random(gateRows, spec.hiddenSize()));
            weights.add(parameters.random(gateRows));
            weights.add(parameters.random(gateRows));
        }
    }

    private int gates() {
        return switch (spec.architecture()) {
            case RNN -> 1;
            case GRU -> 3;
            case LSTM -> 4;
            case BIGRAM, GPT -> throw notRecurrent();
        };
    }

    private IllegalStateException notRecurrent() {
        return new IllegalStateException(spec.architecture() + " has no recurrent layers.");
    }

    /**
     * What the last layer gives.
     *
     * @param tokens int64 {@code [time, rows]}
     * @return float32 {@code [time, rows, hidden]}
     */
    NDArray read(NDArray tokens) {
        NDArray input = table.map(embedding -> BareLayers.rows(tokens, embedding))
                .orElseGet(() -> tokens.oneHot(vocabulary, DataType.FLOAT32));
        NDArrayEx engine = input.getNDArrayInternal();
        int layers = spec.layers();
        double dropout = layers == 1 ? 0 : spec.dropout();
        Shape each = new Shape(layers, input.getShape().get(1), spec.hiddenSize());
        NDArray hidden = input.getManager().zeros(each);
        NDList result = switch (spec.architecture()) {
            case RNN -> engine.rnn(input, hidden, weights, true, layers, activation(), dropout, true, false, false);
            case GRU -> engine.gru(input, hidden, weights, true, layers, dropout, true, false, false);
            case LSTM -> {
                NDList state = new NDList(hidden, input.getManager().zeros(each));
                yield engine.lstm(input, state, weights, true, layers, dropout, true, false, false);
            }
            case BIGRAM, GPT -> throw notRecurrent();
        };
        return BareLayers.dropped(result.get(0), spec.dropout());
    }

    private RNN.Activation activation() {
        return spec.nonlinearity() == Nonlinearity.RELU ? RNN.Activation.RELU : RNN.Activation.TANH;
    }
}
