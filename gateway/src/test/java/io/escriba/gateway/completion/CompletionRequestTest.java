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
import org.junit.jupiter.api.Test;

final class CompletionRequestTest {
    private static final ModelVersion NOMES = new ModelVersion(new Name("nomes"), 3);

    @Test
    void hasTheDefaultsOfOpenAi() {
        assertThat(read("{\"model\": \"nomes\"}"))
                .isEqualTo(new CompletionRequest(
                        "nomes", new TextRequest(NOMES, "", 16, new Sampling(1, 0, Readers.SEED)), false, false));
    }

    @Test
    void readsEverySetting() {
        assertThat(read("""
                                {"model": "nomes@3", "prompt": "ab", "max_tokens": 7, "temperature": 0.5, "top_k": 4,
                                 "top_p": 0.75, "repetition_penalty": 1.25, "ignore_eos": true, "seed": 9, "stop": "b",
                                 "stream": true, "stream_options": {"include_usage": true}, "user": "me"}"""))
                .isEqualTo(new CompletionRequest(
                        "nomes@3",
                        new TextRequest(NOMES, "ab", 7, new Sampling(0.5, 4, 0.75, 1.25, true, 9), List.of("b")),
                        true,
                        true));
    }

    @Test
    void acceptsSettingsThatChangeNothing() {
        assertThat(read("""
                                {"model": "nomes", "n": 1, "best_of": 1, "top_p": 1.0, "presence_penalty": 0,
                                 "frequency_penalty": 0.0, "echo": false, "stop": [], "suffix": null, "logprobs": null,
                                 "logit_bias": {}, "stream_options": null}""")).isNotNull();
    }

    @Test
    void refusesEverySettingThatIsNotServedByName() {
        Problem problem = refused("""
                {"model": "nomes", "n": 2, "best_of": 3, "presence_penalty": 1, "frequency_penalty": 1,
                 "echo": true, "suffix": "x", "logprobs": 1, "logit_bias": {"a": 1},
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
        assertThat(problem.detail()).contains("n is 2, which is not supported here; use 1 or leave it out.");
    }

    @Test
    void speaksOfTheFieldsByTheirNamesHere() {
        assertThat(refused("{\"model\": \"nomes\", \"max_tokens\": 0, \"top_k\": -1}")
                        .faults())
                .extracting(Fault::message)
                .containsExactly(
                        "max_tokens is 0; use a whole number from 1 to 100000.",
                        "top_k is -1; use a whole number from 0 to 2147483647.");
    }

    @Test
    void refusesPromptsThatAreNoString() {
        assertThat(refused("{\"model\": \"nomes\", \"prompt\": [1, 2]}").faults())
                .extracting(Fault::message)
                .containsExactly("prompt is [1,2]; use a string.");
    }

    private static CompletionRequest read(String json) {
        return CompletionRequest.read(Requests.of(json), Readers.of(Catalogs.of(published("nomes", 3, "ab"))));
    }

    private static Problem refused(String json) {
        return catchThrowableOfType(ProblemException.class, () -> read(json)).problem();
    }
}
