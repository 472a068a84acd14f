package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import io.escriba.trainer.ngram.NgramTables;

/** Looks up predictions in an engine, for all characters of several texts at once. */
final class NgramLookup {
    private final int length;
    private final int symbols;
    private final NDArray children;
    private final NDArray logProbabilities;

    /**
     * For these tables.
     *
     * @param owner of the copies that the engine works on
     */
    NgramLookup(NgramTables tables, NDManager owner) {
        this.length = tables.length();
        this.symbols = tables.vocabulary() + 1;
        this.children = EngineMemory.create(owner, tables.children());
        float[] values = new float[tables.levels().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = -NgramTables.STEP * Byte.toUnsignedInt(tables.levels()[i]);
        }
        this.logProbabilities = EngineMemory.create(owner, values, new Shape(tables.contexts(), tables.vocabulary()));
    }

    /**
     * What is predicted.
     *
     * @param logProbabilities float32 {@code [time, batch, vocabulary]}, in nats
     * @param history the symbols that were read last, int64 {@code [length - 1, batch]}, the last one last
     */
    record Reading(NDArray logProbabilities, NDArray history) {}

    /** The history before any character. */
    NDArray none(NDManager owner, int batch) {
        return owner.zeros(new Shape(length - 1L, batch), DataType.INT64);
    }

    /**
     * Reads a sequence.
     *
     * @param tokens int64 {@code [time, batch]}; what is computed belongs to its manager
     * @param history of the characters before them
     */
    Reading read(NDArray tokens, NDArray history) {
        NDManager manager = tokens.getManager();
        long time = tokens.getShape().get(0);
        NDArray all = history.concat(tokens.add(1), 0);
        // It belongs to the manager of the history otherwise.
        all.attach(manager);
        NDArray context = tokens.onesLike();
        NDArray longest = tokens.zerosLike();
        for (int back = 0; back < length; back++) {
            NDArray symbol = all.get(manager, rows(length - 1L - back, time));
            NDArray place = context.mul(symbols).addi(symbol);
            context = children.take(manager, place).toType(DataType.INT64, false);
            longest = longest.maximum(context);
        }
        NDArray predicted = longest.getNDArrayInternal()
                .embedding(longest, logProbabilities, SparseFormat.DENSE)
                .singletonOrThrow();
        return new Reading(predicted, all.get(manager, rows(time, length - 1L)));
    }

    private static NDIndex rows(long first, long count) {
        return new NDIndex().addSliceDim(first, first + count);
    }
}
