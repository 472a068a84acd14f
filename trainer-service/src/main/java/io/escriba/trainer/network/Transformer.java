package io.escriba.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.escriba.model.ContextWindow;

/**
 * The blocks of a gpt: a decoder-only transformer with the normalization before each branch (Radford et al. 2019), in the
 * small form of A. Karpathy's lecture "Let's build GPT": no bias for queries, keys and values, GELU by the error function.
 * Here the batch is the first axis; attention wants it so.
 */
final class Transformer {
    /** Added to the scores of what comes later, so that their softmax is 0. */
    private static final float UNSEEN = -1e9f;

    private final NetworkShape shape;
    private final Layers layers;
    private final NDArray noBias;

    Transformer(NetworkShape shape, Layers layers, NDManager manager) {
        this.shape = shape;
        this.layers = layers;
        this.noBias = manager.zeros(new Shape(3L * shape.hidden()));
    }

    /**
     * What reading gives.
     *
     * @param top float32 {@code [batch, time, hidden]}, for the ids that were new
     * @param window the ids that are seen now, int64 {@code [length, batch]}
     */
    record Reading(NDArray top, NDArray window) {}

    /**
     * Goes on with a text, without dropout. A full window begins anew as {@link ContextWindow} says.
     *
     * @param tokens the ids that come next, int64 {@code [time, batch]}; what is computed belongs to its manager
     * @param window the ids that are seen before them, int64 {@code [length, batch]}
     */
    Reading read(NDArray tokens, NDArray window) {
        ContextWindow context = shape.context();
        NDManager manager = tokens.getManager();
        long time = tokens.getShape().get(0);
        NDArray seen = window;
        NDList tops = new NDList();
        for (long from = 0; from < time; ) {
            long length = seen.getShape().get(0);
            long left = length == context.length() ? context.step() : 0;
            long kept = length - left;
            long fresh = Math.min(time - from, context.length() - kept);
            NDArray next = tokens.get(between(from, from + fresh));
            seen = kept == 0 ? next : seen.get(manager, between(left, length)).concat(next, 0);
            tops.add(window(seen, Dropout.NONE).get(new NDIndex(":").addSliceDim(kept, kept + fresh)));
            from += fresh;
        }
        return new Reading(tops.size() == 1 ? tops.get(0) : NDArrays.concat(tops, 1), seen);
    }

    private static NDIndex between(long from, long to) {
        return new NDIndex().addSliceDim(from, to);
    }

    /**
     * Reads one window from its beginning.
     *
     * @param tokens int64 {@code [time, batch]}, at most the context
     * @return float32 {@code [batch, time, hidden]}
     */
    NDArray window(NDArray tokens, Dropout dropout) {
        long time = tokens.getShape().get(0);
        // What is taken from a parameter would belong to its manager, and stay there, otherwise.
        NDArray places = layers.parameter(ParameterNames.POSITION).get(tokens.getManager(), between(0, time));
        NDArray embedded = layers.rows(tokens.swapAxes(0, 1), ParameterNames.EMBEDDING);
        NDArray top = dropped(embedded.add(places), dropout);
        NDArray unseen = unseen(tokens.getManager(), time);
        for (int block = 0; block < shape.layers(); block++) {
            NDArray seen = attention(block, layers.norm(top, ParameterNames.attentionNorm(block)), unseen, dropout);
            top = top.add(dropped(seen, dropout));
            NDArray thought = feedForward(block, layers.norm(top, ParameterNames.feedForwardNorm(block)));
            top = top.add(dropped(thought, dropout));
        }
        return layers.norm(top, ParameterNames.FINAL_NORM);
    }

    /** What is added to the scores: {@code [time, time]}, not 0 where the key comes after the query. */
    private static NDArray unseen(NDManager manager, long time) {
        NDArray places = manager.arange((int) time);
        return places.reshape(time, 1)
                .lt(places.reshape(1, time))
                .toType(DataType.FLOAT32, false)
                .mul(UNSEEN);
    }

    /** Causal attention of several heads (Vaswani et al. 2017, section 3.2), {@code [batch, time, hidden]} as its input. */
    private NDArray attention(int block, NDArray input, NDArray unseen, Dropout dropout) {
        long batch = input.getShape().get(0);
        long time = input.getShape().get(1);
        NDList heads = layers.linear(input, layers.parameter(ParameterNames.attentionWeight(block)), noBias)
                .reshape(batch, time, 3L * shape.heads(), shape.headWidth())
                .swapAxes(1, 2)
                .split(3, 1);
        NDArray queries = Gradients.scaled(heads.get(0), 1 / Math.sqrt(shape.headWidth()));
        NDArray scores = queries.matMul(heads.get(1).swapAxes(2, 3)).add(unseen);
        NDArray attended =
                dropped(scores.softmax(3), dropout).matMul(heads.get(2)).swapAxes(1, 2);
        return layers.linear(
                attended.reshape(batch, time, shape.hidden()),
                ParameterNames.projectionWeight(block),
                ParameterNames.projectionBias(block));
    }

    private NDArray feedForward(int block, NDArray input) {
        NDArray expanded =
                layers.linear(input, ParameterNames.expansionWeight(block), ParameterNames.expansionBias(block));
        return layers.linear(
                expanded.getNDArrayInternal().gelu(),
                ParameterNames.contractionWeight(block),
                ParameterNames.contractionBias(block));
    }

    private NDArray dropped(NDArray input, Dropout dropout) {
        return dropout.apply(input, shape.spec().dropout());
    }
}
