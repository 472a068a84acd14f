package io.escriba.bench.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import io.escriba.training.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The embeddings and blocks of a gpt's spec: causal attention (Vaswani et al. 2017, section 3.2) and feed-forward layers, a
 * normalization before each (Radford et al. 2019) and one at the end.
 */
final class BareTransformer {
    /** Added to a score, it leaves nothing of it after the softmax. */
    private static final float NEVER = -1e9f;

    private static final int EXPANSION = 4;

    private final NetworkSpec spec;
    private final NDArray characters;
    private final NDArray places;
    private final List<Block> blocks = new ArrayList<>();
    private final BareLayers.Norm last;
    private final NDArray future;

    private record Block(
            BareLayers.Norm beforeAttention,
            NDArray attention,
            BareLayers.Dense projection,
            BareLayers.Norm beforeFeedForward,
            BareLayers.Dense expansion,
            BareLayers.Dense contraction) {}

    /**
     * With random weights.
     *
     * @param manager owns what is not learned
     */
    BareTransformer(NetworkSpec spec, int vocabulary, BareParameters parameters, NDManager manager) {
        int width = spec.hiddenSize();
        this.spec = spec;
        this.characters = parameters.random(vocabulary, width);
        this.places = parameters.random(spec.contextLength(), width);
        for (int i = 0; i < spec.layers(); i++) {
            blocks.add(new Block(
                    parameters.norm(width),
                    parameters.random(width, 3L * width),
                    parameters.dense(width, width),
                    parameters.norm(width),
                    parameters.dense(width, (long) EXPANSION * width),
                    parameters.dense((long) EXPANSION * width, width)));
        }
        this.last = parameters.norm(width);
        try (NDManager scratch = manager.newSubManager()) {
            NDArray place = scratch.arange(spec.contextLength());
            this.future = place.expandDims(0)
                    .gt(place.expandDims(1))
                    .toType(DataType.FLOAT32, false)
                    .mul(NEVER);
            future.attach(manager);
        }
    }

    /**
     * What the last block gives.
     *
     * @param tokens int64 {@code [time, rows]}, at most the context
     * @return float32 {@code [time, rows, width]}
     */
    NDArray read(NDArray tokens) {
        long time = tokens.getShape().get(0);
        NDManager scratch = tokens.getManager();
        // What is taken from a parameter would belong to its manager, and stay there.
        NDArray here = places.get(scratch, new NDIndex().addSliceDim(0, time));
        NDArray unseen = future.get(scratch, new NDIndex().addSliceDim(0, time).addSliceDim(0, time));
        NDArray top = dropped(BareLayers.rows(tokens.swapAxes(0, 1), characters).add(here));
        for (Block block : blocks) {
            top = top.add(dropped(attention(block, block.beforeAttention().of(top), unseen)));
            top = top.add(dropped(feedForward(block, block.beforeFeedForward().of(top))));
        }
        return last.of(top).swapAxes(0, 1);
    }

    /** {@code [rows, time, width]}, as its input. */
    private NDArray attention(Block block, NDArray input, NDArray unseen) {
        NDList parts = input.matMul(block.attention()).split(3, 2);
        NDArray queries = heads(parts.get(0));
        NDArray keys = heads(parts.get(1));
        NDArray values = heads(parts.get(2));
        double scale = 1 / Math.sqrt((double) spec.hiddenSize() / spec.heads());
        NDArray scores = queries.matMul(keys.swapAxes(2, 3)).mul((float) scale).add(unseen);
        NDArray attended = dropped(scores.softmax(3)).matMul(values);
        return block.projection().of(attended.swapAxes(1, 2).reshape(input.getShape()));
    }

    /** {@code [rows, heads, time, width / heads]} of {@code [rows, time, width]}. */
    private NDArray heads(NDArray input) {
        return input.reshape(
                        input.getShape().get(0),
                        input.getShape().get(1),
                        spec.heads(),
                        spec.hiddenSize() / spec.heads())
                .swapAxes(1, 2);
    }

    private static NDArray feedForward(Block block, NDArray input) {
        NDArray expanded = block.expansion().of(input);
        return block.contraction().of(expanded.getNDArrayInternal().gelu());
    }

    private NDArray dropped(NDArray input) {
        return BareLayers.dropped(input, spec.dropout());
    }
}
