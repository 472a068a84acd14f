package io.escriba.local.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.name.Name;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BundledNamesTest {
    private final String text;
    private final List<String> names;

    BundledNamesTest() throws IOException {
        try (InputStream in = CorpusText.bundled().open()) {
            this.text = new String(in.readAllBytes(), UTF_8);
        }
        this.names = text.lines().toList();
    }

    @Test
    void areAtLeastAThousandAndAllDifferent() {
        assertThat(names).hasSizeGreaterThanOrEqualTo(1_000).doesNotHaveDuplicates();
    }

    @Test
    void areOneWordEachThatBeginsWithACapital() {
        assertThat(names).allSatisfy(name -> assertThat(name).matches("\\p{Lu}\\p{Ll}+"));
    }

    @Test
    void areWrittenInNfcWithLineFeeds() {
        assertThat(Normalizer.isNormalized(text, Normalizer.Form.NFC)).isTrue();
        assertThat(text).endsWith("\n").doesNotContain("\r");
    }

    @Test
    void areInAlphabeticalOrderInWhichAccentsComeSecond() {
        assertThat(names)
                .isSortedAccordingTo(Comparator.comparing(BundledNamesTest::withoutAccents)
                        .thenComparing(Comparator.naturalOrder()));
    }

    @Test
    void haveTheirAccents() {
        assertThat(names).contains("João", "Conceição", "Antônio", "Luísa", "Iracema", "Ubirajara", "Moacir");
    }

    @Test
    void arePublishedAsOneDocumentALine() {
        assertThat(CorpusText.bundled().name()).isEqualTo(new Name("nomes"));
        assertThat(CorpusText.bundled().spec()).contains("{\"documents\":\"lines\"}");
    }

    private static String withoutAccents(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }
}
