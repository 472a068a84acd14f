package io.escriba.gateway.security.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LogTextTest {
    @Test
    void leavesOrdinaryTextAlone() {
        for (String text : List.of("", "João wrote 'ção' 😀", "C:\\new", "\tat io.escriba.Main", "العربية עברית 中文")) {
            assertThat(LogText.escaped(text)).isSameAs(text);
        }
    }

    @Test
    void nothingBeginsANewLine() {
        for (String line : List.of("\n", "\r", "\r\n", "\u000B", "\f", "\u0085", "\u2028", "\u2029")) {
            String escaped = LogText.escaped("a" + line + "ERROR forged");

            assertThat(escaped.lines()).as(escaped).hasSize(1);
            assertThat(escaped).matches("a(\\\\[nru0-9a-f]+)+ERROR forged");
        }
    }

    @Test
    void everyControlCharacterIsShownAsWhatItIs() {
        assertThat(LogText.escaped("\u0000\b\u001B[31m\u007F\u009B"))
                .isEqualTo("\\u0000\\u0008\\u001b[31m\\u007f\\u009b");
    }

    @Test
    void nothingTurnsTheDirectionOfWhatFollows() {
        assertThat(LogText.escaped("user\u202Eresu\u2066x\u2069\u200F\u061C"))
                .isEqualTo("user\\u202eresu\\u2066x\\u2069\\u200f\\u061c");
    }

    @Test
    void escapingTwiceChangesNothing() {
        String once = LogText.escaped("a\nb\u001Bc");

        assertThat(LogText.escaped(once)).isEqualTo(once);
    }
}
