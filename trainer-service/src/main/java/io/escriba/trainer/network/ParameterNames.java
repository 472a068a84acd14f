package io.escriba.trainer.network;

/**
 * The names of a network's parameters: PyTorch's for what PyTorch has. Rows of recurrent weights are those of the gates, r,z,n
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

    private ParameterNames() {}

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
