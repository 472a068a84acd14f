package io.escriba.trainer.network;

import io.escriba.training.Architecture;
import io.escriba.training.DenseLayer;
import io.escriba.training.Nonlinearity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A recurrent network in plain Java and double precision, one character at a time, written from the equations that PyTorch's
 * documentation gives for {@code RNN}, {@code GRU} and {@code LSTM}. Reads one text from its beginning.
 */
final class RecurrentEquations {
    private final NetworkShape shape;
    private final Weights weights;
    private final List<double[]> hidden = new ArrayList<>();
    private final List<double[]> cells = new ArrayList<>();

    RecurrentEquations(NetworkShape shape, Weights weights) {
        this.shape = shape;
        this.weights = weights;
        for (int layer = 0; layer < shape.layers(); layer++) {
            hidden.add(new double[shape.hidden()]);
            cells.add(new double[shape.hidden()]);
        }
    }

    /** The state of a layer after the last character. */
    double[] hidden(int layer) {
        return hidden.get(layer).clone();
    }

    /** The second state of an LSTM's layer after the last character. */
    double[] cell(int layer) {
        return cells.get(layer).clone();
    }

    /** The logits of what follows this character. */
    double[] read(int id) {
        double[] top = shape.isEmbedded() ? embedded(id) : oneHot(id);
        for (int layer = 0; layer < shape.layers(); layer++) {
            hidden.set(layer, next(layer, top));
            top = hidden.get(layer);
        }
        int dense = 0;
        for (DenseLayer layer : shape.spec().head()) {
            double[] linear = affine(ParameterNames.denseWeight(dense), ParameterNames.denseBias(dense), top);
            top = layer.activation()
                    .map(RecurrentEquations::function)
                    .map(f -> each(linear, f))
                    .orElse(linear);
            dense++;
        }
        return affine(ParameterNames.OUTPUT_WEIGHT, ParameterNames.OUTPUT_BIAS, top);
    }

    private double[] oneHot(int id) {
        double[] input = new double[shape.vocabulary()];
        input[id] = 1;
        return input;
    }

    private double[] embedded(int id) {
        Weights.Tensor table = weights.get(ParameterNames.EMBEDDING);
        int width = table.shape()[1];
        double[] row = new double[width];
        for (int i = 0; i < width; i++) {
            row[i] = table.values()[id * width + i];
        }
        return row;
    }

    private double[] next(int layer, double[] input) {
        double[] read = affine(ParameterNames.inputWeight(layer), ParameterNames.inputBias(layer), input);
        double[] remembered = product(ParameterNames.recurrentWeight(layer), hidden.get(layer));
        if (shape.architecture() == Architecture.RNN) {
            return rnn(read, remembered);
        }
        return shape.architecture() == Architecture.GRU ? gru(layer, read, remembered) : lstm(layer, read, remembered);
    }

    /** h' = f(W x + b + R h). */
    private double[] rnn(double[] read, double[] remembered) {
        DoubleUnaryOperator f = function(shape.spec().nonlinearity());
        double[] next = new double[read.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = f.applyAsDouble(read[i] + remembered[i]);
        }
        return next;
    }

    /**
     * r and z = sigmoid(W x + b + R h + b'), n = tanh(W x + b + r (R h + b')), h' = (1 - z) n + z h; rows of the weights in
     * the order r, z, n.
     */
    private double[] gru(int layer, double[] read, double[] remembered) {
        float[] bias = weights.get(ParameterNames.recurrentBias(layer)).values();
        int units = shape.hidden();
        double[] next = new double[units];
        for (int i = 0; i < units; i++) {
            int update = units + i;
            int candidate = 2 * units + i;
            double r = sigmoid(read[i] + remembered[i] + bias[i]);
            double z = sigmoid(read[update] + remembered[update] + bias[update]);
            double n = Math.tanh(read[candidate] + r * (remembered[candidate] + bias[candidate]));
            next[i] = (1 - z) * n + z * hidden.get(layer)[i];
        }
        return next;
    }

    /**
     * i, f and o = sigmoid(W x + b + R h), g = tanh(W x + b + R h), c' = f c + i g, h' = o tanh(c'); rows of the weights in
     * the order i, f, g, o.
     */
    private double[] lstm(int layer, double[] read, double[] remembered) {
        int units = shape.hidden();
        double[] cell = cells.get(layer);
        double[] next = new double[units];
        for (int unit = 0; unit < units; unit++) {
            double i = sigmoid(read[unit] + remembered[unit]);
            double f = sigmoid(read[units + unit] + remembered[units + unit]);
            double g = Math.tanh(read[2 * units + unit] + remembered[2 * units + unit]);
            double o = sigmoid(read[3 * units + unit] + remembered[3 * units + unit]);
            cell[unit] = f * cell[unit] + i * g;
            next[unit] = o * Math.tanh(cell[unit]);
        }
        return next;
    }

    private double[] affine(String weight, String bias, double[] input) {
        double[] result = product(weight, input);
        float[] biases = weights.get(bias).values();
        for (int i = 0; i < result.length; i++) {
            result[i] += biases[i];
        }
        return result;
    }

    private double[] product(String weight, double[] input) {
        Weights.Tensor matrix = weights.get(weight);
        double[] result = new double[matrix.shape()[0]];
        for (int row = 0; row < result.length; row++) {
            for (int column = 0; column < input.length; column++) {
                result[row] += matrix.values()[row * input.length + column] * input[column];
            }
        }
        return result;
    }

    private static double[] each(double[] values, DoubleUnaryOperator function) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = function.applyAsDouble(values[i]);
        }
        return result;
    }

    private static DoubleUnaryOperator function(Nonlinearity nonlinearity) {
        return switch (nonlinearity) {
            case TANH -> Math::tanh;
            case RELU -> x -> Math.max(0, x);
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
