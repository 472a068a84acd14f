package io.escriba.trainer.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.jni.JniUtils;
import io.escriba.trainer.dataset.Batch;
import io.escriba.trainer.network.CharacterNetwork;
import io.escriba.trainer.network.LanguageModel;
import io.escriba.trainer.network.MatrixProducts;
import io.escriba.training.Architecture;
import io.escriba.training.Precision;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleBiFunction;

/**
 * Computes the gradients of a batch, or its loss, on several cores: each has a copy of the network and some of the rows, and a
 * thread of the engine to itself. The steps of a small recurrent network are too short to be shared out among threads one by one. The
 * result depends on the number of copies, and on nothing else: they are added up in order. Not thread-safe.
 */
final class Replicas implements AutoCloseable {
    /** With fewer rows each, a copy of a recurrent network costs more than it brings. */
    private static final int LEAST_ROWS = 8;

    /** A transformer computes all characters of a row at once, so fewer are enough work for a core. */
    private static final int LEAST_WINDOWS = 4;

    /** Of a state tensor. */
    private static final int ROW_AXIS = 1;

    private final List<Replica> replicas = new ArrayList<>();
    private final ExecutorService threads;
    private final Precision precision;
    private final int usualThreads = JniUtils.getNumThreads();

    /**
     * The model, and as many copies of its network as are needed.
     *
     * @param master its network is trained
     * @param count of all
     * @param precision of what is learned from; what is only read is computed exactly
     * @param parent owns the copies
     */
    Replicas(LanguageModel master, int count, Precision precision, NDManager parent) {
        this.precision = precision;
        boolean onCpu = !parent.getDevice().isGpu();
        replicas.add(new Replica(master, parent, precision, onCpu));
        for (int i = 1; i < count; i++) {
            // Its weights are replaced before they are used.
            CharacterNetwork copy = CharacterNetwork.create(master.network().shape(), parent, new SplittableRandom(0));
            replicas.add(new Replica(master.with(copy), parent, precision, onCpu));
        }
        this.threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "training-replica");
            thread.setDaemon(true);
            return thread;
        });
        JniUtils.setNumThreads(1);
        copyWeights();
    }

    /**
     * How many replicas a batch of so many rows is worth; one where a GPU does the work, and where there is hardly any, as in
     * a table.
     */
    static int count(Architecture architecture, int rows, int processors, NDManager engine) {
        if (engine.getDevice().isGpu() || architecture == Architecture.BIGRAM) {
            return 1;
        }
        int least = architecture == Architecture.GPT ? LEAST_WINDOWS : LEAST_ROWS;
        return Math.max(1, Math.min(processors, rows / least));
    }

    /**
     * Leaves the gradients of a batch on the network.
     *
     * @param seed decides what is dropped
     * @return the mean loss of its scored targets
     */
    double backward(Batch batch, long seed) {
        // A GPU draws for dropout itself.
        Engine.getInstance().setRandomSeed((int) seed);
        double loss = MatrixProducts.with(
                precision,
                () -> sum(batch, (replica, part) -> {
                    long own = seed * replicas.size() + replicas.indexOf(replica);
                    // A property of each thread, which may go on with something else.
                    JniUtils.setGradMode(true);
                    try {
                        return replica.backward(part, batch.scored(), own);
                    } finally {
                        JniUtils.setGradMode(false);
                    }
                }));
        addGradients(used(batch));
        return loss;
    }

    /** The sum of the losses of a batch that nothing is learned from; its state is carried apart from what is learned. */
    double read(Batch batch) {
        return sum(batch, (replica, part) -> {
            JniUtils.setGradMode(false);
            return replica.read(part);
        });
    }

    /** To be called when a reading has ended. */
    void forgetReading() {
        replicas.forEach(Replica::forgetReading);
    }

    /** The last batch of a pass may have fewer rows than there are replicas. */
    private int used(Batch batch) {
        return Math.min(replicas.size(), batch.rows());
    }

    /** Lets each replica do something with its rows of a batch, and adds up in their order what that gives. */
    private double sum(Batch batch, ToDoubleBiFunction<Replica, Batch> work) {
        int used = used(batch);
        if (used == 1) {
            // Handing it to another thread takes as long as a step of a small network.
            return work.applyAsDouble(replicas.get(0), batch);
        }
        List<Callable<Double>> parts = new ArrayList<>();
        for (int i = 0; i < used; i++) {
            Replica replica = replicas.get(i);
            Batch part = batch.rows(batch.rows() * i / used, batch.rows() * (i + 1) / used);
            parts.add(() -> work.applyAsDouble(replica, part));
        }
        double sum = 0;
        for (Future<Double> part : atOnce(parts)) {
            sum += await(part);
        }
        return sum;
    }

    /** Returns when all have ended, whether they succeeded or not: what they use is closed after a failure. */
    private List<Future<Double>> atOnce(List<Callable<Double>> parts) {
        try {
            return threads.invokeAll(parts);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static double await(Future<Double> result) {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted in a training step.", e);
    }

    private void addGradients(int used) {
        for (Replica copy : replicas.subList(1, used)) {
            Iterator<NDArray> others = copy.network().parameters().iterator();
            for (NDArray parameter : replicas.get(0).network().parameters()) {
                try (NDArray sum = parameter.getGradient();
                        NDArray other = others.next().getGradient()) {
                    sum.addi(other);
                    // The next one would be added to it.
                    other.muli(0);
                }
            }
        }
    }

    /** The state that the rows of the last batch were left with, as if one replica had read them all. */
    NDList state(NDManager owner) {
        NDList whole = new NDList();
        List<NDList> parts = replicas.stream()
                .map(Replica::state)
                .filter(part -> !part.isEmpty())
                .toList();
        for (int tensor = 0; !parts.isEmpty() && tensor < parts.get(0).size(); tensor++) {
            int index = tensor;
            NDList same = new NDList(parts.stream().map(part -> part.get(index)).toList());
            NDArray joined = NDArrays.concat(same, ROW_AXIS);
            joined.attach(owner);
            whole.add(joined);
        }
        return whole;
    }

    /** Divides a state that {@link #state} gave among the replicas, as their rows will be. */
    void resume(NDList whole) {
        if (whole.isEmpty()) {
            return;
        }
        long rows = whole.get(0).getShape().get(ROW_AXIS);
        int used = (int) Math.min(replicas.size(), rows);
        for (int i = 0; i < used; i++) {
            NDIndex part = new NDIndex().addAllDim(ROW_AXIS).addSliceDim(rows * i / used, rows * (i + 1) / used);
            NDList some = new NDList();
            for (NDArray tensor : whole) {
                some.add(tensor.get(part));
            }
            replicas.get(i).resume(some);
        }
    }

    /** To be called when the network's weights have changed. */
    void copyWeights() {
        for (Replica copy : replicas.subList(1, replicas.size())) {
            copy.network().copyFrom(replicas.get(0).network());
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        replicas.subList(1, replicas.size()).forEach(copy -> copy.network().close());
        JniUtils.setNumThreads(usualThreads);
    }
}
