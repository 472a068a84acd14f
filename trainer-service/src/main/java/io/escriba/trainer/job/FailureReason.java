package io.escriba.trainer.job;

import io.escriba.kafka.DatasetGoneException;
import io.escriba.trainer.dataset.CorpusTooShortException;
import io.escriba.trainer.onnx.ExportMismatchException;
import io.escriba.trainer.training.DivergedException;
import io.escriba.training.InvalidSpecException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a job failed, for whoever ordered it.
 *
 * @param text what was wrong, and what to do
 * @param isExpected whether the text says all there is to know; otherwise the log needs the details
 */
record FailureReason(String text, boolean isExpected) {
    /** How PyTorch and the Java heap say that there is no room, in lower case. */
    private static final List<String> NO_MEMORY =
            List.of("out of memory", "not enough memory", "can't allocate memory", "java heap space");

    /**
     * The reason behind a failure.
     *
     * @param device what the job was trained on
     */
    static FailureReason of(Throwable failure, String device) {
        if (failure instanceof InvalidSpecException
                || failure instanceof DatasetGoneException
                || failure instanceof CorpusTooShortException
                || failure instanceof DivergedException
                || failure instanceof TrainersLostException
                || failure instanceof ExportMismatchException) {
            return new FailureReason(String.valueOf(failure.getMessage()), true);
        }
        Optional<String> memory = memoryProblem(failure);
        if (memory.isPresent()) {
            return new FailureReason(
                    "There is not enough memory for this training on '" + device + "': " + sentence(memory.get())
                            + " Lower batchSize or sequenceLength; if that does not help, hiddenSize or layers.",
                    false);
        }
        String advice = failure instanceof IOException ? "" : " The trainer's log has the details.";
        return new FailureReason("Training failed: " + sentence(String.valueOf(failure.getMessage())) + advice, false);
    }

    /** Words that more can follow. */
    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }

    private static Optional<String> memoryProblem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            String lower = message.toLowerCase(Locale.ROOT);
            if (cause instanceof OutOfMemoryError || NO_MEMORY.stream().anyMatch(lower::contains)) {
                return Optional.of(message.lines().findFirst().orElse(message));
            }
        }
        return Optional.empty();
    }
}
