package io.escriba.trainer.onnx;

/** ONNX Runtime and the trained network disagree, so the export cannot be published. */
public final class ExportMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExportMismatchException(double difference, double tolerance, int characters) {
        super("ONNX Runtime's log-probabilities differ from the trained network's by " + difference + " on "
                + characters + " characters of the corpus; at most " + tolerance
                + " is allowed. Nothing was published; train again with a lower learningRate.");
    }
}
