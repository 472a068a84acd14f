package io.escriba.local.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorpusNamesTest {
    @ParameterizedTest
    @CsvSource({
        "shakespeare.txt, shakespeare",
        "/some/where/Republic.TXT, republic",
        "São Paulo (1922).txt, sao-paulo-1922-",
        "a.b.txt, a.b",
        "notes, notes",
        ".hidden, hidden",
        "--x.txt, x",
        "日本 42.txt, 42",
    })
    void keepsWhatANameMayHave(String file, String name) {
        assertThat(CorpusNames.of(Path.of(file)).value()).isEqualTo(name);
    }

    @Test
    void shortensALongName() {
        assertThat(CorpusNames.of(Path.of("x".repeat(100) + ".txt")).value()).isEqualTo("x".repeat(63));
    }

    @Test
    void asksForAnotherNameWhenNothingIsLeft() {
        assertThatThrownBy(() -> CorpusNames.of(Path.of("日本.txt")))
                .hasMessageStartingWith("No corpus name can be made of '日本.txt'.")
                .hasMessageContaining("--name");
    }
}
