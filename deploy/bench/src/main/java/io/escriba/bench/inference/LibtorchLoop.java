package io.escriba.bench.inference;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import io.escriba.bench.model.RandomModel;
import io.escriba.trainer.network.EngineMemory;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.network.ParameterNames;
import io.escriba.trainer.network.Weights;
import io.escriba.training.Architecture;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A text as programs write it that know one text only: a character goes through PyTorch's network, one is drawn from what comes
 * out, and goes in next.
 */
final class LibtorchLoop implements AutoCloseable {
    private static final int WARM_UP_CHARACTERS = 200;
    private static final long SEED = 1;

    private final NDManager manager;
    private final NetworkShape shape;
    private final NDArray embedding;
    private final NDList recurrent = new NDList();
    private final NDArray outputWeight;
    private final NDArray outputBias;
    private final RandomGenerator random = new SplittableRandom(SEED);
    private NDList state;

    /** A text of which nothing has been written. */
    LibtorchLoop(RandomModel model) {
        manager = NDManager.newBaseManager(Device.cpu());
        shape = model.shape();
        Weights weights = model.weights();
        embedding = array(weights.get(ParameterNames.EMBEDDING));
        NDArray noBias = manager.zeros(new Shape((long) shape.gates() * shape.hidden()));
        for (int layer = 0; layer < shape.layers(); layer++) {
            recurrent.add(array(weights.get(ParameterNames.inputWeight(layer))));
            recurrent.add(array(weights.get(ParameterNames.recurrentWeight(layer))));
            recurrent.add(array(weights.get(ParameterNames.inputBias(layer))));
            recurrent.add(shape.hasRecurrentBias() ? array(weights.get(ParameterNames.recurrentBias(layer))) : noBias);
        }
        outputWeight = array(weights.get(ParameterNames.OUTPUT_WEIGHT));
        outputBias = array(weights.get(ParameterNames.OUTPUT_BIAS));
        Shape each = new Shape(shape.layers(), 1, shape.hidden());
        state = shape.architecture() == Architecture.LSTM
                ? new NDList(manager.zeros(each), manager.zeros(each))
                : new NDList(manager.zeros(each));
    }

    private NDArray array(Weights.Tensor tensor) {
        return EngineMemory.create(
                manager,
                tensor.values(),
                new Shape(Arrays.stream(tensor.shape()).asLongStream().toArray()));
    }

    /** Characters a second, of as many as are begun in this time. */
    double charactersPerSecond(Duration time) {
        int id = RandomModel.VOCABULARY.start();
        for (int i = 0; i < WARM_UP_CHARACTERS; i++) {
            id = next(id);
        }
        long characters = 0;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < time.toNanos()) {
            id = next(id);
            characters++;
        }
        return characters / ((System.nanoTime() - begin) / 1e9);
    }

    private int next(int id) {
        try (NDManager step = manager.newSubManager()) {
            NDArray token = step.create(new long[] {id}, new Shape(1, 1));
            NDArrayEx engine = token.getNDArrayInternal();
            NDArray input =
                    engine.embedding(token, embedding, SparseFormat.DENSE).singletonOrThrow();
            NDList outputs = recurrentLayers(input);
            NDArray logits =
                    engine.linear(outputs.get(0), outputWeight, outputBias).singletonOrThrow();
            float[] probabilities =
                    logits.div(RandomModel.TEMPERATURE).softmax(-1).toFloatArray();
            state.close();
            state = outputs.subNDList(1);
            state.attach(manager);
            return draw(probabilities);
        }
    }

    private NDList recurrentLayers(NDArray input) {
        NDArrayEx engine = input.getNDArrayInternal();
        int layers = shape.layers();
        return shape.architecture() == Architecture.LSTM
                ? engine.lstm(input, state, recurrent, true, layers, 0, false, false, false)
                : engine.gru(input, state.get(0), recurrent, true, layers, 0, false, false, false);
    }

    private int draw(float[] probabilities) {
        double target = random.nextDouble();
        int chosen = 0;
        for (double sum = probabilities[0]; sum <= target && chosen < probabilities.length - 1; ) {
            chosen++;
            sum += probabilities[chosen];
        }
        return chosen;
    }

    @Override
    public void close() {
        manager.close();
    }
}
