package io.escriba.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import org.junit.jupiter.api.Test;

/** These tests run with the library for processors, which finds no GPU. */
class TrainingDeviceTest {
    @Test
    void takesTheProcessorWhereItIsWantedOrThereIsNoGpu() {
        assertThat(TrainingDevice.CPU.device()).isEqualTo(Device.cpu());
        assertThat(TrainingDevice.AUTO.device()).isEqualTo(Device.cpu());
    }

    @Test
    void refusesCudaWithoutAGpu() {
        assertThatThrownBy(TrainingDevice.CUDA::device)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("escriba.trainer.device is cuda, but PyTorch")
                .hasMessageContaining("finds no GPU here")
                .hasMessageContaining("set cpu or auto");
    }
}
