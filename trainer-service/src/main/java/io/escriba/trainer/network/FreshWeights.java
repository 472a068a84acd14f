package io.escriba.trainer.network;

import io.escriba.training.DenseLayer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The weights that a training begins with: the embedding and a bigram's table standard normal, the rest uniform within one
 * over the root of what a unit reads, as PyTorch initializes them. Those of a transformer are normal with a deviation of
 * 0.02, and smaller where a branch ends (Radford et al. 2019, section 2.3); its biases are 0.
 */
public final class FreshWeights {
    /** Of a transformer's weights. */
    private static final double DEVIATION = 0.02;

    private final NetworkShape shape;
    private final RandomGenerator random;
    private final Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();

    private FreshWeights(NetworkShape shape, RandomGenerator random) {
        this.shape = shape;
        this.random = random;
    }

    /**
     * The weights of a network of this shape, in the order of the layers.
     *
     * @param random they depend on nothing else
     */
    public static Weights of(NetworkShape shape, RandomGenerator random) {
        FreshWeights fresh = new FreshWeights(shape, random);
        switch (shape.architecture()) {
            case BIGRAM -> fresh.normal(ParameterNames.TABLE, 1, shape.vocabulary(), shape.vocabulary());
            case RNN, GRU, LSTM -> fresh.recurrent();
            case GPT -> fresh.transformer();
        }
        return new Weights(fresh.tensors);
    }

    private void recurrent() {
        if (shape.isEmbedded()) {
            normal(ParameterNames.EMBEDDING, 1, shape.vocabulary(), shape.inputWidth(0));
        }
        int gateRows = shape.gates() * shape.hidden();
        for (int layer = 0; layer < shape.layers(); layer++) {
            int fanIn = shape.hidden();
            uniform(ParameterNames.inputWeight(layer), fanIn, gateRows, shape.inputWidth(layer));
            uniform(ParameterNames.recurrentWeight(layer), fanIn, gateRows, shape.hidden());
            uniform(ParameterNames.inputBias(layer), fanIn, gateRows);
            if (shape.hasRecurrentBias()) {
                uniform(ParameterNames.recurrentBias(layer), fanIn, gateRows);
            }
        }
        int fanIn = head();
        uniform(ParameterNames.OUTPUT_WEIGHT, fanIn, shape.vocabulary(), fanIn);
        uniform(ParameterNames.OUTPUT_BIAS, fanIn, shape.vocabulary());
    }

    private void transformer() {
        int width = shape.hidden();
        // Each block adds two branches to what it reads; so the sum stays as large as it began.
        double last = DEVIATION / Math.sqrt(2.0 * shape.layers());
        normal(ParameterNames.EMBEDDING, DEVIATION, shape.vocabulary(), width);
        normal(ParameterNames.POSITION, DEVIATION, shape.context().length(), width);
        for (int block = 0; block < shape.layers(); block++) {
            norm(ParameterNames.attentionNorm(block));
            normal(ParameterNames.attentionWeight(block), DEVIATION, 3 * width, width);
            normal(ParameterNames.projectionWeight(block), last, width, width);
            constant(ParameterNames.projectionBias(block), 0, width);
            norm(ParameterNames.feedForwardNorm(block));
            normal(ParameterNames.expansionWeight(block), DEVIATION, shape.expanded(), width);
            constant(ParameterNames.expansionBias(block), 0, shape.expanded());
            normal(ParameterNames.contractionWeight(block), last, width, shape.expanded());
            constant(ParameterNames.contractionBias(block), 0, width);
        }
        norm(ParameterNames.FINAL_NORM);
        normal(ParameterNames.OUTPUT_WEIGHT, DEVIATION, shape.vocabulary(), head());
        constant(ParameterNames.OUTPUT_BIAS, 0, shape.vocabulary());
    }

    /** Adds the dense layers; returns what the output reads. */
    private int head() {
        int dense = 0;
        for (DenseLayer layer : shape.spec().head()) {
            int fanIn = shape.denseInputWidth(dense);
            uniform(ParameterNames.denseWeight(dense), fanIn, layer.units(), fanIn);
            uniform(ParameterNames.denseBias(dense), fanIn, layer.units());
            dense++;
        }
        return shape.denseInputWidth(dense);
    }

    private void norm(String name) {
        constant(ParameterNames.scale(name), 1, shape.hidden());
        constant(ParameterNames.shift(name), 0, shape.hidden());
    }

    private void constant(String name, float value, int length) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        add(name, values, length);
    }

    private void normal(String name, double deviation, int rows, int columns) {
        float[] values = new float[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        add(name, values, rows, columns);
    }

    private void uniform(String name, int fanIn, int... dimensions) {
        float[] values = new float[Arrays.stream(dimensions).reduce(1, Math::multiplyExact)];
        float bound = (float) (1 / Math.sqrt(fanIn));
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-bound, bound);
        }
        add(name, values, dimensions);
    }

    private void add(String name, float[] values, int... dimensions) {
        tensors.put(name, new Weights.Tensor(dimensions, values));
    }
}
