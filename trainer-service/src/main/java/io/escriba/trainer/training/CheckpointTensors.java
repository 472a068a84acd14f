package io.escriba.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.escriba.trainer.checkpoint.NamedTensor;
import io.escriba.trainer.checkpoint.TensorFile;
import io.escriba.trainer.network.CharacterNetwork;
import io.escriba.trainer.network.EngineMemory;
import io.escriba.trainer.network.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a checkpoint: the weights, what the optimizer remembers, the state that is carried to the next batch, and the best
 * weights so far.
 */
final class CheckpointTensors {
    private static final String WEIGHTS = "weights/";
    private static final String MEMORY = "memory/";
    private static final String CARRIED = "carried/";
    private static final String BEST = "best/";

    private final CharacterNetwork network;
    private final GradientDescent optimizer;
    private final Replicas replicas;
    private final NDManager manager;

    CheckpointTensors(CharacterNetwork network, GradientDescent optimizer, Replicas replicas, NDManager manager) {
        this.network = network;
        this.optimizer = optimizer;
        this.replicas = replicas;
        this.manager = manager;
    }

    /** What is to be written. The state that is carried belongs to {@code owner}. */
    List<NamedTensor> all(Best best, NDManager owner) {
        List<NamedTensor> tensors = new ArrayList<>();
        for (NDArray parameter : network.parameters()) {
            tensors.add(named(WEIGHTS + parameter.getName(), parameter));
        }
        optimizer.memory().forEach((name, part) -> tensors.add(named(MEMORY + name, part)));
        int index = 0;
        for (NDArray carried : replicas.state(owner)) {
            tensors.add(named(CARRIED + index++, carried));
        }
        best.weights().ifPresent(weights -> tensors.addAll(weights.named(BEST)));
        return tensors;
    }

    private static NamedTensor named(String name, NDArray array) {
        return new NamedTensor(name, array.getShape().getShape(), array::toFloatArray);
    }

    /** Puts everything but the best weights where it was. */
    void restore(TensorFile file) throws IOException {
        network.load(Weights.read(file, WEIGHTS));
        for (Map.Entry<String, NDArray> part : optimizer.memory().entrySet()) {
            EngineMemory.copy(file.read(MEMORY + part.getKey()), part.getValue());
        }
        NDList carried = new NDList();
        for (String name : file.names(CARRIED)) {
            carried.add(EngineMemory.create(manager, file.read(CARRIED + name), new Shape(file.shape(CARRIED + name))));
        }
        replicas.resume(carried);
        carried.close();
        replicas.copyWeights();
    }

    /** The best weights of a checkpoint. */
    static Weights best(TensorFile file) throws IOException {
        return Weights.read(file, BEST);
    }
}
