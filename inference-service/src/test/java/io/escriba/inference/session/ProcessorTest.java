package io.escriba.inference.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtSession;
import org.junit.jupiter.api.Test;

/** These tests run with the library for processors; with that for CUDA there may be a GPU or not. */
class ProcessorTest {
    @Test
    void takesTheCpuWhereItIsWanted() {
        assertThat(Processor.of(Device.CPU, 3)).isEqualTo(Processor.cpu(3));
    }

    @Test
    void takesTheCpuWhereThereIsNoCuda() {
        assertThat(Processor.of(Device.AUTO, 3)).isEqualTo(Processor.cpu(3));
    }

    @Test
    void saysWhyCudaCannotBeUsed() {
        assertThatThrownBy(() -> Processor.of(Device.CUDA, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("escriba.inference.device is cuda")
                .hasMessageContaining("Maven profile cuda")
                .hasMessageContaining("set cpu or auto");
    }

    @Test
    void findsOutThatADeviceComputes() {
        assertThatCode(() -> {
                    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                        Processor.cpu(1).use(options);
                        TinyGraph.run(options);
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void promisesTheSameTextOnTheCpuOnly() {
        assertThat(Processor.cpu(4).isExact(false)).isTrue();
        assertThat(Processor.cpu(1).isExact(true)).isTrue();
        assertThat(Processor.cpu(2).isExact(true)).isFalse();
        assertThat(new Processor(true, 1).isExact(false)).isFalse();
    }
}
