package io.escriba.gateway.generation;

import static io.escriba.gateway.TestModels.lowercased;
import static io.escriba.gateway.TestModels.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.model.Catalogs;
import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.Requests;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class TextRequestReaderTest {
    private static final ModelVersion NEWEST = new ModelVersion(new Name("nomes"), 2);

    private final TextRequestReader reader =
            Readers.of(Catalogs.of(published("nomes", 1, "ab"), published("nomes", 2, "abé")));

    @Test
    void pinsVersionAndSeedAndFillsInDefaults() {
        assertThat(read("{\"model\": \"nomes\"}"))
                .isEqualTo(new TextRequest(NEWEST, "", 500, new Sampling(0.8, 0, Readers.SEED)));
    }

    @Test
    void choosesTheVersionBeforeOneThatNobodyCanLoad() {
        ModelCatalog catalog = Catalogs.of(published("nomes", 1, "ab"), published("nomes", 2, "abé"));
        TextRequestReader fallingBack = new TextRequestReader(catalog, NEWEST::equals, 10, () -> Readers.SEED);

        assertThat(version(fallingBack, "nomes")).isEqualTo(1);
        assertThat(version(fallingBack, "nomes@2")).isEqualTo(2);
        assertThat(version(new TextRequestReader(catalog, version -> true, 10, () -> Readers.SEED), "nomes"))
                .isEqualTo(2);
    }

    private static long version(TextRequestReader reader, String model) {
        return reader.read(Requests.of("{\"model\": \"" + model + "\"}"), dialect(), false)
                .model()
                .version();
    }

    @Test
    void takesWhatWasAskedFor() {
        assertThat(read("""
                                {"model": "nomes@1", "prompt": "ab", "maxCharacters": 7, "temperature": 0, "topK": 3,
                                 "topP": 0.5, "repetitionPenalty": 1.5, "ignoreEnd": true, "seed": -5,
                                 "stop": ["a", "bb"], "logprobs": 2}"""))
                .isEqualTo(new TextRequest(
                        new ModelVersion(new Name("nomes"), 1),
                        "ab",
                        7,
                        new Sampling(0, 3, 0.5, 1.5, true, -5),
                        List.of("a", "bb"),
                        OptionalInt.of(2)));
    }

    @Test
    void noShareOfTheProbabilityLeavesTheMostLikelyCharacter() {
        assertThat(read("{\"model\": \"nomes\", \"topP\": 0}").sampling().topP())
                .isPositive()
                .isLessThan(1e-300);
    }

    @Test
    void tellsNoCandidatesFromNoLogProbabilities() {
        assertThat(read("{\"model\": \"nomes\", \"logprobs\": 0}").candidates()).hasValue(0);
        assertThat(read("{\"model\": \"nomes\", \"logprobs\": null}").candidates())
                .isEmpty();
    }

    @Test
    void takesOneStringToStopAtOrSeveralInNormalFormC() {
        assertThat(read("{\"model\": \"nomes\", \"stop\": \"e\\u0301\"}").stop())
                .containsExactly("é");
        assertThat(read("{\"model\": \"nomes\", \"stop\": []}").stop()).isEmpty();
    }

    @Test
    void refusesStringsToStopAtThatAreTooManyOrTooLong() {
        assertThat(refused("{\"model\": \"nomes\", \"stop\": [\"a\", \"b\", \"c\", \"d\", \"e\"]}")
                        .detail())
                .isEqualTo("stop has 5 strings; use at most 4.");
        assertThat(refused("{\"model\": \"nomes\", \"stop\": [\"\", \"" + "a".repeat(65) + "\"]}")
                        .detail())
                .isEqualTo("stop has a string of 0 characters; use 1 to 64."
                        + " stop has a string of 65 characters; use 1 to 64.");
        assertThat(refused("{\"model\": \"nomes\", \"stop\": 1}").detail())
                .isEqualTo("stop is 1; use a string or a list of strings.");
    }

    @Test
    void readsThePromptInNormalFormC() {
        assertThat(read("{\"model\": \"nomes\", \"prompt\": \"e\\u0301\"}").prompt())
                .isEqualTo("é");
    }

    @Test
    void namesTheCharactersThatTheModelDoesNotKnow() {
        Problem problem = refused("{\"model\": \"nomes\", \"prompt\": \"axé😀\"}");

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).contains("'x' (U+0078), '😀' (U+1F600)").doesNotContain("é");
    }

    @Test
    void leavesUnknownCharactersOutIfAsked() {
        TextRequest request =
                reader.read(Requests.of("{\"model\": \"nomes\", \"prompt\": \"axb😀é\"}"), dialect(), true);

        assertThat(request.prompt()).isEqualTo("abé");
    }

    @Test
    void aModelThatLowersItsLettersReadsAndStopsAtThoseThatItWrites() {
        TextRequestReader lower = Readers.of(Catalogs.of(lowercased(published("nomes", 1, "joãé "))));
        String json = "{\"model\": \"nomes\", \"prompt\": \"JOÃ\", \"stop\": [\"E\\u0301\", \"X Oj\"]}";

        for (boolean skipUnknown : List.of(false, true)) {
            TextRequest request = lower.read(Requests.of(json), dialect(), skipUnknown);

            assertThat(request.prompt()).isEqualTo("joã");
            // Nobody knows how the model would write the X.
            assertThat(request.stop()).containsExactly("é", "X oj");
        }
    }

    @Test
    void aModelThatIsNotThereIsNotFound() {
        assertThat(refused("{\"model\": \"nome\"}"))
                .returns(404, Problem::status)
                .returns("There is no model 'nome'. There are: nomes.", Problem::detail);
    }

    @Test
    void tellsAllProblemsTogether() {
        Problem problem = refused("""
                {"model": "nome", "prompt": "aaaaaaaaaaa", "maxCharacters": 0, "temperature": -1, "topK": -1,
                 "topP": 2, "repetitionPenalty": 0, "ignoreEnd": 1, "seed": "x", "stop": 1, "logprobs": 21,
                 "tempo": 1}""");

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.faults())
                .extracting(Fault::field)
                .containsExactly(
                        "prompt",
                        "maxCharacters",
                        "temperature",
                        "topK",
                        "topP",
                        "repetitionPenalty",
                        "ignoreEnd",
                        "seed",
                        "stop",
                        "logprobs",
                        "tempo",
                        "model");
        assertThat(problem.detail())
                .contains(
                        "prompt has 11 characters; use at most 10.",
                        "maxCharacters is 0; use a whole number from 1 to 100000.",
                        "temperature is -1; use a number from 0 to 10.");
    }

    @Test
    void asksForAModel() {
        assertThat(refused("{}").detail()).startsWith("model is missing");
        assertThat(refused("{\"model\": \"NOMES\"}").detail()).contains("'NOMES' is not a name");
        assertThat(refused("{\"model\": \"nomes@x\"}").detail()).contains("NAME@VERSION");
        assertThat(refused("{\"model\": 1}").detail()).isEqualTo("model is 1; use a string.");
    }

    private TextRequest read(String json) {
        return reader.read(Requests.of(json), dialect(), false);
    }

    private Problem refused(String json) {
        return catchThrowableOfType(ProblemException.class, () -> read(json)).problem();
    }

    private static Dialect dialect() {
        return new Dialect(
                new Dialect.Names("maxCharacters", "topK", "topP", "repetitionPenalty", "ignoreEnd"), 1, 500, 0.8, 20);
    }
}
