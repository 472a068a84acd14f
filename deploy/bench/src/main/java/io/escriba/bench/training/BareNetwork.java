package io.escriba.bench.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.escriba.training.DenseLayer;
import io.escriba.training.NetworkSpec;
import io.escriba.training.Nonlinearity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A network of a spec, written for the engine and nothing else. It shares no code with Escriba's, so that it stays what it is
 * when that becomes faster.
 */
final class BareNetwork {
    private final int vocabulary;
    private final boolean lastOnly;
    private final BareParameters parameters;

    /** From tokens int64 {@code [time, rows]} to float32 {@code [time, rows, width]}. */
    private final UnaryOperator<NDArray> body;

    /** From there to logits, one after another. */
    private final List<UnaryOperator<NDArray>> head = new ArrayList<>();

    /**
     * A network with random weights, which belong to the manager.
     *
     * @param lastOnly whether it gives logits for the last character of each row only
     */
    BareNetwork(NetworkSpec spec, int vocabulary, boolean lastOnly, NDManager manager) {
        this.vocabulary = vocabulary;
        this.lastOnly = lastOnly;
        this.parameters = new BareParameters(manager);
        this.body = switch (spec.architecture()) {
            case BIGRAM -> {
                NDArray table = parameters.random(vocabulary, vocabulary);
                yield tokens -> BareLayers.rows(tokens, table);
            }
            case RNN, GRU, LSTM -> {
                addHead(spec);
                yield new BareRecurrence(spec, vocabulary, parameters)::read;
            }
            case GPT -> {
                addHead(spec);
                yield new BareTransformer(spec, vocabulary, parameters, manager)::read;
            }
        };
    }

    private void addHead(NetworkSpec spec) {
        int width = spec.hiddenSize();
        for (DenseLayer layer : spec.head()) {
            BareLayers.Dense dense = parameters.dense(width, layer.units());
            head.add(input -> BareLayers.dropped(activated(dense.of(input), layer), layer.dropoutRate()));
            width = layer.units();
        }
        head.add(parameters.dense(width, vocabulary)::of);
    }

    private static NDArray activated(NDArray linear, DenseLayer layer) {
        return layer.activation()
                .map(f -> f == Nonlinearity.RELU ? linear.getNDArrayInternal().relu() : linear.tanh())
                .orElse(linear);
    }

    /** What is learned. */
    List<NDArray> parameters() {
        return parameters.all();
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
        NDArray top = body.apply(tokens);
        if (lastOnly) {
            top = top.get(tokens.getShape().get(0) - 1);
        }
        for (UnaryOperator<NDArray> layer : head) {
            top = layer.apply(top);
        }
        return top;
    }
}
