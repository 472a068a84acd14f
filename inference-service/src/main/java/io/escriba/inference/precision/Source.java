package io.escriba.inference.precision;

import io.escriba.inference.graph.Nodes;
import java.util.List;

/** Where a recurrent layer's input comes from, which decides how its input weights are applied. */
sealed interface Source {
    /**
     * Adds the input times its weights.
     *
     * @param w {@code [columns, width]}
     * @param bias {@code [columns]}
     * @return {@code [time, batch, columns]}
     */
    String projected(Nodes nodes, float[] w, float[] bias);

    /**
     * The rows of a table, by ids: all of them are multiplied when the graph is loaded, so that nothing is left to multiply and
     * nothing is rounded.
     *
     * @param table name of a constant {@code [ids, width]}
     * @param ids name of {@code [time, batch]}
     */
    record Table(String table, String ids) implements Source {
        @Override
        public String projected(Nodes nodes, float[] w, float[] bias) {
            int columns = bias.length;
            int width = w.length / columns;
            String weights = nodes.floats("input_weights", transposed(w, columns, width), width, columns);
            // ONNX Runtime computes what is constant once, when it loads the graph.
            String product = nodes.add("MatMul", List.of(table, weights), "table_product");
            String sum = nodes.add("Add", List.of(product, nodes.floats("input_bias", bias, columns)), "table");
            return nodes.add("Gather", List.of(sum, ids), "projected");
        }
    }

    /**
     * One input for each id, 1 where it is read: the weights are the table.
     *
     * @param ids name of {@code [time, batch]}
     */
    record OneHot(String ids) implements Source {
        @Override
        public String projected(Nodes nodes, float[] w, float[] bias) {
            int columns = bias.length;
            int width = w.length / columns;
            float[] table = transposed(w, columns, width);
            for (int i = 0; i < table.length; i++) {
                table[i] += bias[i % columns];
            }
            return nodes.add("Gather", List.of(nodes.floats("table", table, width, columns), ids), "projected");
        }
    }

    /**
     * The layer before, whose output lies between -1 and 1.
     *
     * @param rows name of {@code [time, batch, width]}
     */
    record Layer(String rows) implements Source {
        @Override
        public String projected(Nodes nodes, float[] w, float[] bias) {
            int columns = bias.length;
            return Int8Matrix.transposed(w, columns, w.length / columns).product(nodes, rows, bias, "projected");
        }
    }

    private static float[] transposed(float[] matrix, int rows, int columns) {
        float[] result = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = matrix[row * columns + column];
            }
        }
        return result;
    }
}
