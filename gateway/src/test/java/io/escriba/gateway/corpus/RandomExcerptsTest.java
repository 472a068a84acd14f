package io.escriba.gateway.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.corpus.Corpus;
import io.escriba.corpus.Corpus.Landmark;
import io.escriba.corpus.Dataset;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.name.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RandomExcerptsTest {
    private static final Name NAME = new Name("poems");
    private static final int FIRST_OFFSET = 10;
    private static final int CHARACTERS = 60;

    /** Lines of 30 characters, each with its number, of which one in ten is empty. */
    private static final List<String> LINES = lines(400);

    private static final String TEXT = String.join("", LINES);

    private final List<Dataset> asked = new ArrayList<>();

    @Test
    void anExcerptBeginsWhereALineDoesAndStandsInTheCorpusWhereItSays() {
        RandomExcerpts excerpts = excerpts(corpus(TEXT, LINES.size()), LINES);

        for (int seed = 0; seed < 300; seed++) {
            Excerpt excerpt = excerpts.draw(dataset(LINES.size()), seed, CHARACTERS);

            assertThat(excerpt.name()).isEqualTo(NAME);
            assertThat(excerpt.text()).startsWith("Linha ");
            assertThat(excerpt.characters()).isBetween(CHARACTERS / 2L, (long) CHARACTERS);
            assertThat(excerpt.text()).isEqualTo(characters(TEXT, excerpt.from(), excerpt.characters()));
        }
    }

    @Test
    void everyPartOfTheDatasetIsChosenSometimes() {
        RandomExcerpts excerpts = excerpts(corpus(TEXT, LINES.size()), LINES);

        Set<Long> tenths = IntStream.range(0, 200)
                .mapToObj(seed -> excerpts.draw(dataset(LINES.size()), seed, CHARACTERS))
                .map(excerpt -> excerpt.from() * 10 / TEXT.codePointCount(0, TEXT.length()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(tenths).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void theSameSeedGivesTheSameExcerptAlsoWhenTheCorpusHasGrown() {
        List<String> beginning = LINES.subList(0, 200);
        RandomExcerpts before = excerpts(corpus(String.join("", beginning), 200), beginning);
        RandomExcerpts after = excerpts(corpus(TEXT, LINES.size()), LINES);

        for (int seed = 0; seed < 300; seed++) {
            Excerpt excerpt = before.draw(dataset(200), seed, CHARACTERS);

            assertThat(after.draw(dataset(200), seed, CHARACTERS))
                    .isEqualTo(new Excerpt(
                            NAME,
                            excerpt.from(),
                            excerpt.characters(),
                            TEXT.codePointCount(0, TEXT.length()),
                            excerpt.text()));
        }
    }

    @Test
    void whereNoLineBeginsNearbyAWordDoes() {
        String text = "uma palavra  após a outra ".repeat(500);
        RandomExcerpts excerpts = excerpts(corpus(text, 1), List.of(text));

        for (int seed = 0; seed < 100; seed++) {
            Excerpt excerpt = excerpts.draw(dataset(1), seed, CHARACTERS);

            assertThat(excerpt.text()).doesNotStartWith(" ").hasSize(CHARACTERS);
            assertThat(text.charAt((int) excerpt.from() - 1)).isEqualTo(' ');
        }
    }

    @Test
    void whereNoWordBeginsNearbyItBeginsBetweenTwoCharacters() {
        String text = "語😀".repeat(500);
        Excerpt excerpt = excerpts(corpus(text, 1), List.of(text)).draw(dataset(1), 3, CHARACTERS);

        assertThat(excerpt.text().codePoints()).hasSize(CHARACTERS);
        assertThat(excerpt.text()).isEqualTo(characters(text, excerpt.from(), CHARACTERS));
    }

    @Test
    void aShortTextIsTakenWhole() {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(excerpts(corpus("Ó mar\nsalgado", 2), List.of("Ó mar\n", "salgado"))
                            .draw(dataset(2), seed, CHARACTERS))
                    .isEqualTo(new Excerpt(NAME, 0, 13, 13, "Ó mar\nsalgado"));
        }
    }

    @Test
    void onlyWhatFollowsALandmarkIsRead() {
        int third = LINES.size() / 3;
        List<Landmark> landmarks = List.of(
                new Landmark(FIRST_OFFSET + third, begin(third)),
                new Landmark(FIRST_OFFSET + 2 * third, begin(2 * third)));
        Corpus corpus = Corpora.corpus(
                "poems",
                TEXT.codePointCount(0, TEXT.length()),
                3,
                FIRST_OFFSET,
                FIRST_OFFSET + LINES.size() - 1,
                landmarks);
        RandomExcerpts excerpts = excerpts(corpus, LINES);

        for (int seed = 0; seed < 100; seed++) {
            Excerpt excerpt = excerpts.draw(dataset(LINES.size()), seed, CHARACTERS);

            assertThat(excerpt.text()).isEqualTo(characters(TEXT, excerpt.from(), excerpt.characters()));
        }
        assertThat(asked)
                .extracting(Dataset::startOffset)
                .contains((long) FIRST_OFFSET, (long) FIRST_OFFSET + third, FIRST_OFFSET + 2L * third);
    }

    @Test
    void aPlaceBehindMuchOfOtherCorporaIsNotSoughtForLong() {
        int mebibytes = 1_000;
        List<Integer> passed = new ArrayList<>();
        RandomExcerpts excerpts = new RandomExcerpts(Corpora.catalog(corpus(TEXT, LINES.size())), (dataset, taker) -> {
            boolean more = true;
            for (int line = 0; more && line < 10; line++) {
                more = taker.take(LINES.get(line).getBytes(UTF_8));
            }
            int read = 0;
            while (more && read < mebibytes) {
                more = taker.pass(1 << 20);
                read++;
            }
            passed.add(read);
        });

        Excerpt excerpt = excerpts.draw(dataset(LINES.size()), 5, CHARACTERS);

        assertThat(excerpt.from()).isLessThan(300);
        assertThat(excerpt.text()).isEqualTo(characters(TEXT, excerpt.from(), excerpt.characters()));
        assertThat(passed).allMatch(read -> read < 100);
    }

    @Test
    void aCorpusThatWasDeletedIsGone() {
        assertThat(refused(new RandomExcerpts(Corpora.catalog(), this::nothing)))
                .returns(410, problem -> problem.problem().status())
                .hasMessage("The corpus 'poems' was deleted.");
        Corpus another = Corpora.corpus("poems", 50, 3, FIRST_OFFSET + 7, FIRST_OFFSET + 9);
        assertThat(refused(new RandomExcerpts(Corpora.catalog(another), this::nothing)))
                .hasMessage("The corpus 'poems' was deleted.");
    }

    private static ProblemException refused(RandomExcerpts excerpts) {
        return catchThrowableOfType(ProblemException.class, () -> excerpts.draw(dataset(5), 1, CHARACTERS));
    }

    private void nothing(Dataset dataset, CorpusText.Taker taker) {
        throw new AssertionError("Nothing is to be read.");
    }

    /** Records of which each has one piece of the text. */
    private RandomExcerpts excerpts(Corpus corpus, List<String> pieces) {
        return new RandomExcerpts(Corpora.catalog(corpus), (dataset, taker) -> {
            asked.add(dataset);
            for (String piece : pieces.subList(
                    (int) dataset.startOffset() - FIRST_OFFSET, (int) dataset.endOffset() - FIRST_OFFSET)) {
                if (!taker.take(piece.getBytes(UTF_8))) {
                    return;
                }
            }
        });
    }

    private static Corpus corpus(String text, int records) {
        return Corpora.corpus(
                "poems", text.codePointCount(0, text.length()), 3, FIRST_OFFSET, FIRST_OFFSET + records - 1);
    }

    private static Dataset dataset(int records) {
        return new Dataset("escriba.corpus", 3, FIRST_OFFSET, FIRST_OFFSET + records, NAME);
    }

    private static long begin(int line) {
        String before = String.join("", LINES.subList(0, line));
        return before.codePointCount(0, before.length());
    }

    private static String characters(String text, long from, long length) {
        return text.codePoints()
                .skip(from)
                .limit(length)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static List<String> lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(line -> line % 10 == 0 ? "\n" : String.format("Linha %03d: coração 😀 e mar.%n", line))
                .toList();
    }
}
