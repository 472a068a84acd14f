package io.escriba.gateway.completion;

import static io.escriba.gateway.TestModels.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.generation.Readers;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.model.Catalogs;
import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.Requests;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CompletionRequestTest {
    private static final ModelVersion NOMES = new ModelVersion(new Name("nomes"), 3);

    @Test
    void hasTheDefaultsOfOpenAi() {
        assertThat(read("{\"model\": \"nomes\"}"))
                .isEqualTo(new CompletionRequest(
                        "nomes",
                        List.of(new TextRequest(NOMES, "", 16, new Sampling(1, 0, Readers.SEED))),
                        1,
                        false,
                        false,
                        false));
    }

    @Test
    void readsEverySetting() {
        assertThat(read("""
                                {"model": "nomes@3", "prompt": "ab", "max_tokens": 7, "temperature": 0.5, "top_k": 4,
                                 "top_p": 0.75, "n": 3, "repetition_penalty": 1.25, "ignore_eos": true, "seed": 9, "stop": "b", "logprobs": 5,
                                 "echo": true,
                                 "stream": true, "stream_options": {"include_usage": true}, "user": "me"}"""))
                .isEqualTo(new CompletionRequest(
                        "nomes@3",
                        List.of(new TextRequest(
                                NOMES,
                                "ab",
                                7,
                                new Sampling(0.5, 4, 0.75, 1.25, true, 9),
                                List.of("b"),
                                OptionalInt.of(5))),
                        3,
                        true,
                        true,
                        true));
    }

    @Test
    void acceptsSettingsThatChangeNothing() {
        assertThat(read("""
                                {"model": "nomes", "n": 1, "best_of": 1, "top_p": 1.0, "presence_penalty": 0,
                                 "frequency_penalty": 0.0, "echo": false, "stop": [], "suffix": null, "logprobs": null,
                                 "logit_bias": {}, "stream_options": null}""")).isNotNull();
        assertThat(read("{\"model\": \"nomes\", \"suffix\": \"\"}")).isNotNull();
    }

    @Test
    void refusesEverySettingThatIsNotServedByName() {
        Problem problem = refused("""
                {"model": "nomes", "n": 0, "best_of": 3, "presence_penalty": 1, "frequency_penalty": 1,
                 "echo": 1, "suffix": "x", "logprobs": 6, "logit_bias": {"a": 1},
                 "stream_options": {}, "functions": []}""");

        assertThat(problem.faults())
                .extracting(Fault::field)
                .containsExactlyInAnyOrder(
                        "n",
                        "best_of",
                        "presence_penalty",
                        "frequency_penalty",
                        "echo",
                        "suffix",
                        "logprobs",
                        "logit_bias",
                        "stream_options",
                        "functions");
        assertThat(problem.detail())
                .contains(
                        "n is 0; use a whole number from 1 to 128.",
                        "best_of is 3, which is not supported here; use 1 or leave it out.");
    }

    @Test
    void speaksOfTheFieldsByTheirNamesHere() {
        assertThat(refused("{\"model\": \"nomes\", \"max_tokens\": -1, \"top_k\": -1}")
                        .faults())
                .extracting(Fault::message)
                .containsExactly(
                        "max_tokens is -1; use a whole number from 0 to 100000.",
                        "top_k is -1; use a whole number from 0 to 2147483647.");
    }

    @Test
    void refusesPromptsThatAreNoString() {
        assertThat(refused("{\"model\": \"nomes\", \"prompt\": [1, 2]}").faults())
                .extracting(Fault::message)
                .containsExactly("prompt is [1,2]; use a string or a list of strings.");
        assertThat(refused("{\"model\": \"nomes\", \"prompt\": []}").faults())
                .extracting(Fault::message)
                .containsExactly("prompt has 0 strings; use 1 to 128.");
    }

    @Test
    void everyPromptGetsItsChoicesWithSeedsThatFollowOnEachOther() {
        CompletionRequest request = read("{\"model\": \"nomes\", \"prompt\": [\"a\", \"bb\"], \"n\": 3, \"seed\": 7}");

        assertThat(request.choices()).isEqualTo(6);
        assertThat(request.promptCharacters()).isEqualTo(3);
        assertThat(IntStream.range(0, 6).mapToObj(request::choice))
                .extracting(TextRequest::prompt)
                .containsExactly("a", "a", "a", "bb", "bb", "bb");
        assertThat(IntStream.range(0, 6).mapToObj(request::choice))
                .extracting(choice -> choice.sampling().seed())
                .containsExactly(7L, 8L, 9L, 7L, 8L, 9L);
    }

    @Test
    void refusesMoreChoicesAndMoreCharactersThanOneRequestMayCost() {
        assertThat(refused("{\"model\": \"nomes\", \"prompt\": [\"a\", \"b\"], \"n\": 100, \"max_tokens\": 501}")
                        .faults())
                .extracting(Fault::message)
                .containsExactly(
                        "n is 100 for each of 2 prompts, which makes 200 choices; use at most 128 in all.",
                        "max_tokens is 501 for each of 200 choices, which makes 100200 characters; use at most 100000 in"
                                + " all.");
    }

    @Test
    void tellsThatItIsTooMuchTogetherWithAllElse() {
        assertThat(refused("""
                {"model": "other", "n": 100, "max_tokens": 1001, "temperature": -1, "tempo": 1}""").faults())
                .extracting(Fault::field)
                .containsExactlyInAnyOrder("model", "max_tokens", "temperature", "tempo");
    }

    @Test
    void countsPromptsThatAreEchoedAmongTheCharacters() {
        String request = "{\"model\": \"nomes\", \"prompt\": \"ab\", \"n\": 2, \"max_tokens\": 49999, \"echo\": ";

        assertThat(read(request + "false}").n()).isEqualTo(2);
        assertThat(refused(request + "true}").detail())
                .isEqualTo(
                        "max_tokens is 49999 for each of 2 choices, which makes 100002 characters with the prompts; use"
                                + " at most 100000 in all.");
    }

    @Test
    void refusesMoreLogProbabilitiesThanFitIntoOneAnswerButNotInAStream() {
        String request = "{\"model\": \"nomes\", \"max_tokens\": 16667, \"logprobs\": 5";

        assertThat(refused(request + "}").faults())
                .extracting(Fault::message)
                .containsExactly("logprobs is 5 for each of 16667 characters, which makes 100002 log-probabilities; set"
                        + " stream to true, or use at most 100000 in all.");
        assertThat(read(request + ", \"stream\": true}").stream()).isTrue();
    }

    private static CompletionRequest read(String json) {
        return CompletionRequest.read(Requests.of(json), Readers.of(Catalogs.of(published("nomes", 3, "ab"))));
    }

    private static Problem refused(String json) {
        return catchThrowableOfType(ProblemException.class, () -> read(json)).problem();
    }
}
