package io.escriba.bench.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.recurrent.RNN;
import io.escriba.training.Architecture;
import io.escriba.training.DenseLayer;
import io.escriba.training.NetworkSpec;
import io.escriba.training.Nonlinearity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A network of a spec, written for the engine and nothing else. It shares no code with Escriba's, so that it stays what it is
 * when that becomes faster. Each recurrent layer has PyTorch's two biases.
 */
final class BareNetwork {
    private static final Set<Architecture> KNOWN =
            EnumSet.of(Architecture.RNN, Architecture.GRU, Architecture.LSTM, Architecture.BIGRAM);

    private final NetworkSpec spec;
    private final int vocabulary;
    private final boolean lastOnly;
    private final NDManager manager;
    private final List<NDArray> parameters = new ArrayList<>();
    private final Optional<NDArray> table;
    private final NDList recurrent = new NDList();
    private final List<Dense> dense = new ArrayList<>();

    private record Dense(NDArray weight, NDArray bias) {
        NDArray of(NDArray input) {
            return input.getNDArrayInternal().linear(input, weight, bias).singletonOrThrow();
        }
    }

    /**
     * A network with random weights, which belong to the manager.
     *
     * @param lastOnly whether it gives logits for the last character of each row only
     */
    BareNetwork(NetworkSpec spec, int vocabulary, boolean lastOnly, NDManager manager) {
        this.spec = spec;
        this.vocabulary = vocabulary;
        this.lastOnly = lastOnly;
        this.manager = manager;
        if (spec.architecture() == Architecture.BIGRAM) {
            this.table = Optional.of(parameter(vocabulary, vocabulary));
            return;
        }
        int width = spec.embedding().width(vocabulary);
        this.table =
                spec.embedding().width().isPresent() ? Optional.of(parameter(vocabulary, width)) : Optional.empty();
        int gateRows = gates() * spec.hiddenSize();
        for (int layer = 0; layer < spec.layers(); layer++) {
            recurrent.add(parameter(gateRows, layer == 0 ? width : spec.hiddenSize()));
            recurrent.add(parameter(gateRows, spec.hiddenSize()));
            recurrent.add(parameter(gateRows));
            recurrent.add(parameter(gateRows));
        }
        int top = spec.hiddenSize();
        for (DenseLayer layer : spec.head()) {
            dense.add(new Dense(parameter(layer.units(), top), parameter(layer.units())));
            top = layer.units();
        }
        dense.add(new Dense(parameter(vocabulary, top), parameter(vocabulary)));
    }

    /** Whether there is such a network. */
    static boolean isKnown(Architecture architecture) {
        return KNOWN.contains(architecture);
    }

    private int gates() {
        return switch (spec.architecture()) {
            case RNN -> 1;
            case GRU -> 3;
            case LSTM -> 4;
            default -> throw new IllegalArgumentException("There is no bare network of " + spec.architecture() + ".");
        };
    }

    private NDArray parameter(long... dimensions) {
        float bound = (float) (1 / Math.sqrt((double) dimensions[dimensions.length - 1]));
        NDArray parameter = manager.randomUniform(-bound, bound, new Shape(dimensions));
        parameter.setRequiresGradient(true);
        parameters.add(parameter);
        return parameter;
    }

    /** What is learned. */
    List<NDArray> parameters() {
        return List.copyOf(parameters);
    }

    /**
     * The mean loss of a batch, from a state of zeros.
     *
     * @param tokens int64 {@code [time, rows]}; what is computed belongs to its manager
     * @param targets int64 {@code [predictions, 1]}
     */
    NDArray loss(NDArray tokens, NDArray targets) {
        return logits(tokens)
                .reshape(-1, vocabulary)
                .logSoftmax(1)
                .gather(targets, 1)
                .mean()
                .neg();
    }

    private NDArray logits(NDArray tokens) {
        NDArray input = table.map(rows -> tokens.getNDArrayInternal()
                        .embedding(tokens, rows, SparseFormat.DENSE)
                        .singletonOrThrow())
                .orElseGet(() -> tokens.oneHot(vocabulary, DataType.FLOAT32));
        if (spec.architecture() == Architecture.BIGRAM) {
            return input;
        }
        NDArray top = recurrentLayers(input);
        top = dropped(lastOnly ? top.get(tokens.getShape().get(0) - 1) : top, spec.dropout());
        for (int i = 0; i < spec.head().size(); i++) {
            DenseLayer layer = spec.head().get(i);
            NDArray linear = dense.get(i).of(top);
            NDArray activated = layer.activation()
                    .map(f ->
                            f == Nonlinearity.RELU ? linear.getNDArrayInternal().relu() : linear.tanh())
                    .orElse(linear);
            top = dropped(activated, layer.dropoutRate());
        }
        return dense.get(dense.size() - 1).of(top);
    }

    private NDArray recurrentLayers(NDArray input) {
        NDArrayEx engine = input.getNDArrayInternal();
        int layers = spec.layers();
        double dropout = layers == 1 ? 0 : spec.dropout();
        Shape each = new Shape(layers, input.getShape().get(1), spec.hiddenSize());
        NDArray hidden = input.getManager().zeros(each);
        NDList result = switch (spec.architecture()) {
            case RNN -> engine.rnn(input, hidden, recurrent, true, layers, activation(), dropout, true, false, false);
            case GRU -> engine.gru(input, hidden, recurrent, true, layers, dropout, true, false, false);
            case LSTM -> {
                NDList state = new NDList(hidden, input.getManager().zeros(each));
                yield engine.lstm(input, state, recurrent, true, layers, dropout, true, false, false);
            }
            default -> throw new IllegalArgumentException("There is no bare network of " + spec.architecture() + ".");
        };
        return result.get(0);
    }

    private RNN.Activation activation() {
        return spec.nonlinearity() == Nonlinearity.RELU ? RNN.Activation.RELU : RNN.Activation.TANH;
    }

    private static NDArray dropped(NDArray input, double rate) {
        return rate == 0
                ? input
                : input.getNDArrayInternal().dropout(input, (float) rate, true).singletonOrThrow();
    }
}
