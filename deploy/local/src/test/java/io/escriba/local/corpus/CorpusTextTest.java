package io.escriba.local.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.local.CommandException;
import io.escriba.name.Name;
import io.escriba.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTextTest {
    @TempDir
    private Path directory;

    @Test
    void measuresAText() throws IOException {
        String content = "João 🎈\n".repeat(20_000);
        Path file = Files.writeString(directory.resolve("João.txt"), content);

        CorpusText text = CorpusText.of(file);

        assertThat(text.name()).isEqualTo(new Name("joao"));
        assertThat(text.characters()).isEqualTo(7 * 20_000);
        assertThat(text.bytes()).isEqualTo(Files.size(file));
        assertThat(text.sha256()).isEqualTo(Sha256.of(file));
        assertThat(text.spec()).isEmpty();
        try (InputStream again = text.open()) {
            assertThat(new String(again.readAllBytes(), UTF_8)).isEqualTo(content);
        }
    }

    @Test
    void saysWhereAFileIsNotUtf8() throws IOException {
        byte[] bytes = ("a".repeat(100_000) + "João").getBytes(UTF_8);
        bytes[100_002] = (byte) 0xE3;
        Path file = Files.write(directory.resolve("latin.txt"), bytes);

        assertThatThrownBy(() -> CorpusText.of(file))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is not UTF-8: byte 100002, counted from 0");
    }

    @Test
    void saysWhereAFileIsCutOff() throws IOException {
        Path file = Files.write(directory.resolve("cut.txt"), new byte[] {'a', (byte) 0xF0, (byte) 0x9F});

        assertThatThrownBy(() -> CorpusText.of(file)).hasMessageContaining("byte 1,");
    }

    @Test
    void refusesWhatIsNoText() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty.txt"));

        assertThatThrownBy(() -> CorpusText.of(empty)).hasMessageContaining("is empty");
        assertThatThrownBy(() -> CorpusText.of(directory.resolve("absent.txt")))
                .hasMessageStartingWith("There is no file")
                .hasMessageContaining("absent.txt");
        assertThatThrownBy(() -> CorpusText.of(directory, new Name("x"))).hasMessageContaining("is a directory");
    }
}
