package io.escriba.trainer.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.escriba.model.Manifest;
import io.escriba.model.StateTensor;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.network.ParameterNames;
import io.escriba.trainer.network.Weights;
import io.escriba.trainer.ngram.NgramTables;
import io.escriba.training.DenseLayer;
import io.escriba.training.Nonlinearity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A network as an ONNX graph: {@link RecurrentGraph} or {@link TransformerGraph}, then {@code MatMul} and {@code Add} for each
 * dense layer and the logits; for a bigram {@code Gather} alone. Weights are constants; the state goes in and out,
 * {@code [1, batch, width]} for each of its tensors.
 */
public final class OnnxExport {
    /** ONNX 1.12's; {@code RNN}, {@code GRU} and {@code LSTM} are those of opset 14. */
    private static final long OPSET = 17;

    private static final long IR_VERSION = 8;

    private OnnxExport() {}

    /**
     * The state of a network of this shape, layer by layer: {@code h0}, {@code c0} (LSTM only), {@code h1}, ..., and what {@link NgramGraph} remembers; for a gpt
     * see {@link TransformerGraph}.
     */
    public static List<StateTensor> states(NetworkShape shape) {
        return switch (shape.architecture()) {
            case BIGRAM -> List.of();
            case RNN, GRU, LSTM ->
                Stream.concat(RecurrentGraph.states(shape).stream(), NgramGraph.state(shape).stream())
                        .toList();
            case GPT -> TransformerGraph.states(shape);
        };
    }

    /**
     * The graph of a network.
     *
     * @param weights as {@link Weights} names and lays them out
     * @param metadata to be written into the file
     * @return the file's bytes
     */
    public static byte[] export(NetworkShape shape, Weights weights, Map<String, String> metadata) {
        return export(shape, weights, Optional.empty(), metadata);
    }

    /**
     * The graph of a network and what it is mixed with.
     *
     * @param weights as {@link Weights} names and lays them out
     * @param ngrams present exactly where the shape says so
     * @param metadata to be written into the file
     * @return the file's bytes
     */
    public static byte[] export(
            NetworkShape shape, Weights weights, Optional<NgramTables> ngrams, Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("escriba")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph(shape, ngrams, new Graph(weights)));
        // In their order, so that the same weights give the same bytes in every process.
        new TreeMap<>(metadata)
                .forEach((key, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    private static GraphProto graph(NetworkShape shape, Optional<NgramTables> ngrams, Graph graph) {
        graph.input(Manifest.TOKENS, TensorProto.DataType.INT64, Graph.TIME, Graph.BATCH);
        graph.output(
                Manifest.LOGITS,
                TensorProto.DataType.FLOAT,
                Graph.TIME,
                Graph.BATCH,
                Integer.toString(shape.vocabulary()));
        states(shape).forEach(graph::state);
        switch (shape.architecture()) {
            case BIGRAM ->
                graph.add("Gather", List.of(graph.weight(ParameterNames.TABLE), Manifest.TOKENS), Manifest.LOGITS);
            case RNN, GRU, LSTM -> {
                String top = new RecurrentGraph(shape, graph).top();
                if (ngrams.isPresent()) {
                    String logits = logits(shape, graph, top, "network_logits");
                    new NgramGraph(ngrams.get(), graph).mixed(logits, Manifest.LOGITS);
                } else {
                    logits(shape, graph, top, Manifest.LOGITS);
                }
            }
            case GPT -> {
                String logits = logits(shape, graph, new TransformerGraph(shape, graph).top(), "logits_by_row");
                graph.add("Transpose", List.of(logits), Manifest.LOGITS, Graph.axes("perm", 1, 0, 2));
            }
        }
        return graph.build();
    }

    /** Adds the dense layers and the output. */
    private static String logits(NetworkShape shape, Graph graph, String input, String output) {
        String top = input;
        int dense = 0;
        for (DenseLayer layer : shape.spec().head()) {
            String linear = "dense" + dense;
            graph.linear(top, ParameterNames.denseWeight(dense), ParameterNames.denseBias(dense), linear);
            top = layer.activation()
                    .map(activation -> graph.add(operator(activation), List.of(linear), linear + "_activated"))
                    .orElse(linear);
            dense++;
        }
        return graph.linear(top, ParameterNames.OUTPUT_WEIGHT, ParameterNames.OUTPUT_BIAS, output);
    }

    /** The operator, and the name of a recurrent operator's activation. */
    static String operator(Nonlinearity nonlinearity) {
        return nonlinearity == Nonlinearity.RELU ? "Relu" : "Tanh";
    }
}
