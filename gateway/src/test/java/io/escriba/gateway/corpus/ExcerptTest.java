package io.escriba.gateway.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.corpus.Corpus;
import io.escriba.corpus.Corpus.Landmark;
import io.escriba.corpus.Dataset;
import io.escriba.gateway.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExcerptTest {
    private static final List<String> PIECES = List.of("João", " 😀\n", "", "Inês", "😀😀");
    private static final String ALL = String.join("", PIECES);
    private static final int LENGTH = ALL.codePointCount(0, ALL.length());
    private static final int FIRST_OFFSET = 10;
    private static final Corpus CORPUS = Corpora.corpus("nomes", LENGTH, 3, FIRST_OFFSET, 14);

    private final List<Dataset> asked = new ArrayList<>();

    @Test
    void everyPartIsCutBetweenCodePoints() {
        int[] codePoints = ALL.codePoints().toArray();
        for (int from = 0; from <= LENGTH; from++) {
            for (int characters = 1; characters <= LENGTH + 1; characters++) {
                int expected = Math.min(characters, LENGTH - from);

                Excerpt excerpt = Excerpt.cut(CORPUS, from, characters, this::read);

                assertThat(excerpt)
                        .isEqualTo(new Excerpt(
                                CORPUS.name(), from, expected, LENGTH, new String(codePoints, from, expected)));
            }
        }
    }

    @Test
    void readsNoMoreThanItNeeds() {
        List<String> taken = new ArrayList<>();

        Excerpt.cut(CORPUS, 1, 5, (dataset, taker) -> {
            for (String piece : PIECES) {
                taken.add(piece);
                if (!taker.take(piece.getBytes(UTF_8))) {
                    return;
                }
            }
        });

        assertThat(taken).containsExactly("João", " 😀\n");
    }

    @Test
    void readsNothingAtTheEnd() {
        Excerpt excerpt = Excerpt.cut(CORPUS, LENGTH, 5, this::read);

        assertThat(excerpt.text()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void beginsAtTheLandmarkBefore() {
        Corpus corpus =
                Corpora.corpus("nomes", LENGTH, 3, FIRST_OFFSET, 14, List.of(new Landmark(11, 4), new Landmark(13, 7)));

        assertThat(Excerpt.cut(corpus, 8, 2, this::read).text()).isEqualTo("nê");
        assertThat(Excerpt.cut(corpus, 6, 2, this::read).text()).isEqualTo("\nI");
        assertThat(asked).extracting(Dataset::startOffset).containsExactly(13L, 11L);
        assertThat(asked).extracting(Dataset::endOffset).containsOnly(15L);
    }

    @Test
    void forgetsWhatWasDeleted() {
        Excerpt excerpt = Excerpt.cut(CORPUS, 1, 3, (dataset, taker) -> {
            taker.take("abc".getBytes(UTF_8));
            taker.restart();
            taker.take("defghi".getBytes(UTF_8));
        });

        assertThat(excerpt.text()).isEqualTo("efg");
        assertThat(excerpt.characters()).isEqualTo(3);
    }

    @Test
    void refusesToBeginBeyondTheEnd() {
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> Excerpt.cut(CORPUS, LENGTH + 1, 5, this::read));

        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused).hasMessage("from is 14, but 'nomes' has 13 characters; use at most that.");
    }

    private void read(Dataset dataset, CorpusText.Taker taker) {
        asked.add(dataset);
        int begin = (int) dataset.startOffset() - FIRST_OFFSET;
        for (String piece : PIECES.subList(begin, PIECES.size())) {
            if (!taker.take(piece.getBytes(UTF_8))) {
                return;
            }
        }
    }
}
