package io.escriba.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import io.escriba.training.InvalidSpecException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureReasonTest {
    @Test
    void memoryThatIsFullNamesTheSettingsToLower() {
        // As PyTorch 2.7 says it.
        FailureReason cuda = FailureReason.of(
                new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB.\nException raised from malloc"),
                "gpu(0)");
        FailureReason cpu = FailureReason.of(
                new IllegalStateException(new EngineException(
                        "[enforce fail] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes")),
                "cpu");
        FailureReason heap = FailureReason.of(new OutOfMemoryError("Java heap space"), "cpu");

        assertThat(cuda.text())
                .isEqualTo("There is not enough memory for this training on 'gpu(0)': CUDA out of memory. Tried to"
                        + " allocate 2.00 GiB. Lower batchSize or sequenceLength; if that does not help, hiddenSize or"
                        + " layers.");
        assertThat(cpu.text()).contains("on 'cpu'").contains("Lower batchSize");
        assertThat(heap.text()).contains("Java heap space. Lower batchSize");
        assertThat(cuda.isExpected()).isFalse();
    }

    @Test
    void whatTheAuthorOfTheJobCanMendNeedsNoLog() {
        FailureReason reason = FailureReason.of(new InvalidSpecException(List.of("layers is 0; use 1 to 8.")), "cpu");

        assertThat(reason.text()).isEqualTo("The training spec cannot be used. layers is 0; use 1 to 8.");
        assertThat(reason.isExpected()).isTrue();
    }

    @Test
    void aStoreThatFailsSaysSoItselfAndTheRestIsInTheLog() {
        assertThat(FailureReason.of(new IOException("No space left on device."), "cpu")
                        .text())
                .isEqualTo("Training failed: No space left on device.");
        assertThat(FailureReason.of(
                                new NotStoredException("nomes@3 cannot be stored", new IOException("No space left")),
                                "cpu")
                        .text())
                .isEqualTo(
                        "Training failed: nomes@3 cannot be stored: No space left. Make room in the model store and in the"
                                + " trainer's directory, let the trainer write there, and order the training again.");
        assertThat(FailureReason.of(new IllegalStateException("odd"), "cpu").text())
                .endsWith("odd. The trainer's log has the details.");
    }
}
