package io.escriba.inference.session;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.escriba.model.Manifest;
import io.escriba.model.StateTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What the inputs and outputs of a graph must be, according to its manifest. */
final class GraphContract {
    /** A size that each call decides, as ONNX Runtime reports it. */
    private static final long ANY = -1;

    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();

    private record Tensor(OnnxJavaType type, long... shape) {
        @Override
        public String toString() {
            return type + " " + Arrays.toString(shape).replace("-1", "any");
        }
    }

    GraphContract(Manifest manifest) {
        inputs.put(Manifest.TOKENS, new Tensor(OnnxJavaType.INT64, ANY, ANY));
        outputs.put(
                Manifest.LOGITS,
                new Tensor(OnnxJavaType.FLOAT, ANY, ANY, manifest.vocabulary().size()));
        for (StateTensor state : manifest.states()) {
            Tensor rows = new Tensor(OnnxJavaType.FLOAT, 1, ANY, state.width());
            inputs.put(state.input(), rows);
            outputs.put(state.output(), rows);
        }
    }

    /** Where a graph with these inputs and outputs departs from the contract, one sentence for each place. */
    List<String> problems(Map<String, NodeInfo> foundInputs, Map<String, NodeInfo> foundOutputs) {
        List<String> problems = new ArrayList<>();
        compare("input", inputs, foundInputs, problems);
        compare("output", outputs, foundOutputs, problems);
        return problems;
    }

    private static void compare(
            String kind, Map<String, Tensor> expected, Map<String, NodeInfo> found, List<String> problems) {
        expected.forEach((name, tensor) -> {
            NodeInfo node = found.get(name);
            if (node == null) {
                problems.add("The " + kind + " '" + name + "' is missing; the graph has "
                        + new TreeSet<>(found.keySet()) + ".");
            } else if (!(node.getInfo() instanceof TensorInfo info && matches(tensor, info))) {
                problems.add(
                        "The " + kind + " '" + name + "' is " + description(node) + " but must be " + tensor + ".");
            }
        });
        found.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .sorted()
                .forEach(name -> problems.add("The manifest does not know the " + kind + " '" + name + "'."));
    }

    /** A size the graph leaves open is no contradiction: the first run shows it. */
    private static boolean matches(Tensor expected, TensorInfo found) {
        long[] shape = found.getShape();
        if (found.type != expected.type() || shape.length != expected.shape().length) {
            return false;
        }
        for (int i = 0; i < shape.length; i++) {
            boolean open = shape[i] == ANY;
            boolean mustBeOpen = expected.shape()[i] == ANY;
            if (mustBeOpen ? !open : !open && shape[i] != expected.shape()[i]) {
                return false;
            }
        }
        return true;
    }

    private static String description(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo info
                ? new Tensor(info.type, info.getShape()).toString()
                : String.valueOf(node.getInfo());
    }
}
