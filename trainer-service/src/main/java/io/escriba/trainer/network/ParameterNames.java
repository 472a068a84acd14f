package io.escriba.trainer.network;

/**
 * The names of a network's parameters: PyTorch's for what PyTorch has, and for a transformer those of GPT-2. Rows of recurrent weights are those of the gates, r,z,n
 * for GRU and i,f,g,o for LSTM.
 */
public final class ParameterNames {
    /** A bigram's logits, {@code [vocabulary, vocabulary]}: a row for each character that was read. */
    public static final String TABLE = "table.weight";

    /** {@code [vocabulary, embedding]}. */
    public static final String EMBEDDING = "embedding.weight";

    /** {@code [vocabulary, top]}. */
    public static final String OUTPUT_WEIGHT = "output.weight";

    /** {@code [vocabulary]}. */
    public static final String OUTPUT_BIAS = "output.bias";

    /** A transformer's, {@code [context, width]}: a row for each place in the window. */
    public static final String POSITION = "position.weight";

    /** The normalization after a transformer's last block. */
    public static final String FINAL_NORM = "norm";

    private ParameterNames() {}

    /** The normalization before a block's attention. */
    public static String attentionNorm(int block) {
        return "block." + block + ".norm1";
    }

    /** The normalization before a block's feed-forward layers. */
    public static String feedForwardNorm(int block) {
        return "block." + block + ".norm2";
    }

    /** {@code [width]}, of a normalization. */
    public static String scale(String norm) {
        return norm + ".weight";
    }

    /** {@code [width]}, of a normalization. */
    public static String shift(String norm) {
        return norm + ".bias";
    }

    /** {@code [3 * width, width]}: the queries' rows, then the keys' and the values', head by head each. */
    public static String attentionWeight(int block) {
        return "block." + block + ".attention.weight";
    }

    /** {@code [width, width]}. */
    public static String projectionWeight(int block) {
        return "block." + block + ".projection.weight";
    }

    /** {@code [width]}. */
    public static String projectionBias(int block) {
        return "block." + block + ".projection.bias";
    }

    /** {@code [4 * width, width]}. */
    public static String expansionWeight(int block) {
        return "block." + block + ".expansion.weight";
    }

    /** {@code [4 * width]}. */
    public static String expansionBias(int block) {
        return "block." + block + ".expansion.bias";
    }

    /** {@code [width, 4 * width]}. */
    public static String contractionWeight(int block) {
        return "block." + block + ".contraction.weight";
    }

    /** {@code [width]}. */
    public static String contractionBias(int block) {
        return "block." + block + ".contraction.bias";
    }

    /** {@code [gates * hidden, input]}. */
    public static String inputWeight(int layer) {
        return "rnn.weight_ih_l" + layer;
    }

    /** {@code [gates * hidden, hidden]}. */
    public static String recurrentWeight(int layer) {
        return "rnn.weight_hh_l" + layer;
    }

    /** {@code [gates * hidden]}. */
    public static String inputBias(int layer) {
        return "rnn.bias_ih_l" + layer;
    }

    /** {@code [gates * hidden]}; only GRU has it. */
    public static String recurrentBias(int layer) {
        return "rnn.bias_hh_l" + layer;
    }

    /** {@code [units, input]}. */
    public static String denseWeight(int layer) {
        return "head." + layer + ".weight";
    }

    /** {@code [units]}. */
    public static String denseBias(int layer) {
        return "head." + layer + ".bias";
    }
}
