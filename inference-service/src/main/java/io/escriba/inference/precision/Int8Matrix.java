package io.escriba.inference.precision;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.escriba.inference.graph.Nodes;
import java.util.List;

/**
 * A matrix of int8, each column with a scale of its own: {@code matrix[row][column] = values[row * columns + column] *
 * scales[column]}, to within half a scale.
 *
 * @param values {@code [rows, columns]}, from -127 to 127
 * @param scales {@code [columns]}, above 0
 */
record Int8Matrix(int rows, int columns, byte[] values, float[] scales) {
    /** Where ONNX Runtime's own operators are defined. */
    static final String MICROSOFT = "com.microsoft";

    /** What lies between -1 and 1 in steps of 1/127, as uint8: 128 stands for 0. */
    private static final float UNIT_SCALE = 1f / 127;

    private static final byte ZERO_POINT = (byte) 128;

    /** The largest magnitude; -128 is not used, so that a weight and its negative are rounded alike. */
    private static final int LARGEST = 127;

    /**
     * Rounds a matrix whose rows lie one after the other, and turns its rows into columns.
     *
     * @param values {@code [columns, rows]}, finite
     */
    static Int8Matrix transposed(float[] values, int columns, int rows) {
        byte[] rounded = new byte[values.length];
        float[] scales = new float[columns];
        for (int column = 0; column < columns; column++) {
            float largest = 0;
            for (int row = 0; row < rows; row++) {
                largest = Math.max(largest, Math.abs(values[column * rows + row]));
            }
            scales[column] = largest == 0 ? 1 : largest / LARGEST;
            for (int row = 0; row < rows; row++) {
                int value = Math.round(values[column * rows + row] / scales[column]);
                rounded[row * columns + column] = (byte) Math.max(-LARGEST, Math.min(LARGEST, value));
            }
        }
        return new Int8Matrix(rows, columns, rounded, scales);
    }

    /**
     * Adds the product of this matrix with numbers between -1 and 1, which are rounded to 1/127 whatever the others are. The
     * sums are of int32, thus exact in any order; so a row of the product depends on its row of the input alone.
     *
     * @param input {@code [..., rows]}
     * @param bias {@code [columns]}
     * @return {@code [..., columns]}
     */
    String product(Nodes nodes, String input, float[] bias, String output) {
        String scale = nodes.floats(output + "_unit", new float[] {UNIT_SCALE});
        String zero = nodes.constant(output + "_zero", TensorProto.DataType.UINT8, new byte[] {ZERO_POINT});
        String rounded = nodes.add("QuantizeLinear", List.of(input, scale, zero), output + "_rounded");
        String weights = nodes.constant(output + "_weights", TensorProto.DataType.INT8, values, rows, columns);
        String columnScales = nodes.floats(output + "_scales", scales, columns);
        String none = "";
        String sum = nodes.floats(output + "_bias", bias, columns);
        String product = nodes.name(output);
        nodes.node(
                        "MatMulIntegerToFloat",
                        List.of(rounded, weights, scale, columnScales, zero, none, sum),
                        List.of(product))
                .setDomain(MICROSOFT);
        return product;
    }
}
