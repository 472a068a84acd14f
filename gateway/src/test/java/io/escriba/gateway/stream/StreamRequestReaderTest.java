package io.escriba.gateway.stream;

import static io.escriba.gateway.TestModels.published;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.corpus.Corpus;
import io.escriba.corpus.Dataset;
import io.escriba.gateway.corpus.Corpora;
import io.escriba.gateway.corpus.Excerpt;
import io.escriba.gateway.generation.Readers;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.model.Catalogs;
import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.Requests;
import io.escriba.name.Name;
import io.escriba.training.Documents;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class StreamRequestReaderTest {
    private static final Name POEMS = new Name("poems");
    private static final String TEXT = "O\u0301 mar\nX sal";
    private static final Corpus CORPUS = Corpora.corpus("poems", TEXT.length(), 3, 4, 4);

    private final ModelCatalog models = Catalogs.of(
            published("poems", 1, "\n abÓlmrs", new Dataset("escriba.corpus", 3, 4, 5, POEMS), Documents.TEXT),
            published("names", 1, "ab", new Dataset("escriba.corpus", 3, 4, 5, POEMS), Documents.LINES),
            published("orphan", 7, "ab", new Dataset("escriba.corpus", 3, 4, 5, new Name("lost")), Documents.TEXT));
    private final StreamRequestReader reader = new StreamRequestReader(
            Readers.of(models),
            new Beginnings(models, Corpora.excerpts(Corpora.catalog(CORPUS), TEXT.getBytes(UTF_8)), TEXT.length() + 1));

    @Test
    void oneTextWithoutAPaceIsAsBefore() {
        StreamRequest stream = read("{\"model\":\"names\",\"temperature\":0.5}").stream();

        assertThat(stream).isEqualTo(new StreamRequest(stream.text()));
        assertThat(stream.texts()).containsExactly(stream.text());
        assertThat(stream.mark(0)).isEmpty();
        assertThat(stream.text().sampling().temperature()).isEqualTo(0.5);
    }

    @Test
    void thereIsATextForEachTemperatureAlikeInAllElse() {
        StreamRequest stream =
                read("{\"model\":\"names\",\"prompt\":\"a\",\"temperatures\":[1.2,0,2],\"seed\":5}").stream();

        assertThat(stream.temperatures()).containsExactly(1.2, 0.0, 2.0);
        assertThat(stream.texts())
                .extracting(text -> text.sampling().temperature())
                .containsExactly(1.2, 0.0, 2.0);
        assertThat(stream.texts())
                .extracting(text -> text.withTemperature(1))
                .containsOnly(stream.text().withTemperature(1));
        assertThat(stream.mark(2)).contains(2.0);
    }

    @Test
    void takesAPace() {
        assertThat(read("{\"model\":\"names\",\"pace\":0.1}").stream().pace()).hasValue(0.1);
        assertThat(read("{\"model\":\"names\",\"pace\":null}").stream().pace()).isEqualTo(OptionalDouble.empty());
    }

    @Test
    void tellsEverythingThatIsWrongTogether() {
        Problem problem = refused("""
            {"model": "names", "temperatures": [1, 2, 1.0], "temperature": 3, "pace": 0.05, "topK": -1}\
            """);

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.faults())
                .extracting(Fault::message)
                .containsExactly(
                        "temperatures has the same number twice; each must be different.",
                        "temperatures and temperature are both given; leave one of them out.",
                        "pace is 0.05; use a number from 0.1 to 10000.",
                        "topK is -1; use a whole number from 0 to 2147483647.");
    }

    @Test
    void refusesNoTemperatureTooManyAndThoseOutOfRange() {
        assertThat(refused("{\"model\":\"names\",\"temperatures\":[]}").detail())
                .isEqualTo("temperatures has 0 numbers; use 1 to 8.");
        assertThat(refused("{\"model\":\"names\",\"temperatures\":[1,2,3,4,5,6,7,8,9]}")
                        .detail())
                .isEqualTo("temperatures has 9 numbers; use 1 to 8.");
        assertThat(refused("{\"model\":\"names\",\"temperatures\":[10.5]}").detail())
                .isEqualTo("temperatures is [10.5]; use a list of numbers from 0 to 10.");
        assertThat(refused("{\"model\":\"names\",\"temperatures\":0.5}").detail())
                .isEqualTo("temperatures is 0.5; use a list of numbers from 0 to 10.");
    }

    @Test
    void withoutAPromptATextBeginsWithAnExcerptAsTheModelReadsIt() {
        StreamRequestReader.Asked asked = read("{\"model\":\"poems\",\"prompt\":null}");

        // Composed, and without the X that the model does not know.
        assertThat(asked.stream().text().prompt()).isEqualTo("Ó mar\n sal");
        assertThat(asked.excerpt()).contains(new Excerpt(POEMS, 0, TEXT.length(), TEXT.length(), TEXT));
    }

    @Test
    void anEmptyPromptAndModelsOfLinesBeginWithNothing() {
        for (String request : List.of("{\"model\":\"poems\",\"prompt\":\"\"}", "{\"model\":\"names\"}")) {
            assertThat(read(request).excerpt()).isEmpty();
            assertThat(read(request).stream().text().prompt()).isEmpty();
        }
    }

    @Test
    void aCorpusThatIsNotThereIsNamedWithWhatToDo() {
        assertThat(refused("{\"model\":\"orphan\"}"))
                .returns(410, Problem::status)
                .returns(
                        "Without a prompt, a text begins with a random excerpt of the corpus 'lost', on which version"
                                + " 7 of 'orphan' was trained. There is none: The corpus 'lost' was deleted. Send a prompt"
                                + " of your own, or \"prompt\": \"\" to begin with nothing.",
                        Problem::detail);
        assertThat(read("{\"model\":\"orphan\",\"prompt\":\"a\"}").stream().text())
                .returns("a", TextRequest::prompt);
    }

    private StreamRequestReader.Asked read(String json) {
        return reader.read(Requests.of(json));
    }

    private Problem refused(String json) {
        return Optional.ofNullable(catchThrowableOfType(ProblemException.class, () -> read(json)))
                .orElseThrow()
                .problem();
    }
}
