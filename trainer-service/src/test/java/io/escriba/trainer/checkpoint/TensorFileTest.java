package io.escriba.trainer.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFileTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("weights.safetensors");
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        float[] large = new float[700_001];
        large[700_000] = Float.MIN_VALUE;

        TensorFile.write(
                file,
                Map.of("note", "maçã"),
                List.of(
                        new NamedTensor("a/b", new long[] {2, 3}, () -> new float[] {1, 2, 3, 4, 5, Float.NaN}),
                        new NamedTensor("a/large", new long[] {700_001}, () -> large),
                        new NamedTensor("none", new long[] {0, 4}, () -> new float[0])));

        try (TensorFile read = TensorFile.open(file)) {
            assertThat(read.metadata("note")).contains("maçã");
            assertThat(read.metadata("other")).isEmpty();
            assertThat(read.names()).containsExactly("a/b", "a/large", "none");
            assertThat(read.names("a/")).containsExactly("b", "large");
            assertThat(read.shape("a/b")).containsExactly(2, 3);
            assertThat(read.read("a/b")).containsExactly(1, 2, 3, 4, 5, Float.NaN);
            assertThat(Arrays.equals(read.read("a/large"), large)).isTrue();
            assertThat(read.read("none")).isEmpty();
            assertThatThrownBy(() -> read.read("c")).hasMessageContaining("no tensor 'c'");
        }
    }

    /** The layout of safetensors' own documentation. */
    @Test
    void theLayoutIsThatOfSafetensors() throws IOException {
        TensorFile.write(file, Map.of(), List.of(new NamedTensor("x", new long[] {1, 2}, () -> new float[] {1, -2})));

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) bytes.getLong()];
        bytes.get(header);
        assertThat(new String(header, UTF_8))
                .contains("\"x\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}");
        assertThat(header.length % 8).isZero();
        assertThat(bytes.getFloat()).isEqualTo(1);
        assertThat(bytes.getFloat()).isEqualTo(-2);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void everyDamagedByteOfTheNumbersAndEveryCutIsNoticed() throws IOException {
        TensorFile.write(file, Map.of(), List.of(new NamedTensor("x", new long[] {9}, () -> new float[9])));
        byte[] whole = Files.readAllBytes(file);

        for (int i = whole.length - 9 * Float.BYTES; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 4;
            Files.write(file, damaged);
            assertThatThrownBy(() -> TensorFile.open(file).close())
                    .isInstanceOf(DamagedCheckpointException.class)
                    .hasMessageContaining("checksum");
        }
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TensorFile.open(file).close()).isInstanceOf(DamagedCheckpointException.class);
        }
    }

    @Test
    void aTensorMustHaveTheSizeOfItsShape() {
        assertThatThrownBy(() -> TensorFile.write(
                        file, Map.of(), List.of(new NamedTensor("x", new long[] {3}, () -> new float[2]))))
                .hasMessageContaining("'x' has 2 numbers, but its shape says 3");
    }
}
