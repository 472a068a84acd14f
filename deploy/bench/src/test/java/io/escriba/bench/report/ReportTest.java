package io.escriba.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final MarkdownTable TABLE =
            new MarkdownTable(List.of("text", "MB/s"), List.of(List.of("bíblia.txt", "12.5"), List.of("a|b\nc", "")));

    @Test
    void padsTheColumnsOfATable() {
        assertThat(TABLE.text()).isEqualTo("""
                | text       | MB/s |
                | ---------- | ---- |
                | bíblia.txt | 12.5 |
                | a\\|b c     |      |
                """);
    }

    @Test
    void refusesARowOfAnotherWidth() {
        assertThatThrownBy(() -> new MarkdownTable(List.of("a", "b"), List.of(List.of("1"))))
                .hasMessageContaining("1 cells [1], and there are 2 columns");
    }

    @Test
    void putsNotesAndFailuresBelowTheTable() {
        MarkdownTable table = new MarkdownTable(List.of("abc"), List.of(List.of("1")));

        assertThat(new Section("Heap", table, List.of("How it was done."), Optional.of("It died.")).text())
                .isEqualTo("""
                        ## Heap

                        | abc |
                        | --- |
                        | 1   |

                        How it was done.

                        FAILED: It died.
                        """);
    }

    @Test
    void givesTheCommandSoThatAShellUnderstandsIt() {
        Environment environment =
                Environment.current("deploy/bench/corpora", List.of("--rounds", "2", "my book's.txt"));

        assertThat(environment.command()).isEqualTo("deploy/bench/corpora --rounds 2 'my book'\\''s.txt'");
        assertThat(environment.processors()).isPositive();
        assertThat(environment.text()).contains("- JDK: ", System.getProperty("java.runtime.version"));
    }
}
