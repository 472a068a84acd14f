package io.escriba.gateway.completion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.generation.Generated;
import io.escriba.gateway.generation.Likelihood;
import io.escriba.gateway.generation.Likelihood.Candidate;
import io.escriba.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LogprobsTest {
    @Test
    void hasAnEntryInEveryListForEachCharacter() {
        Logprobs logprobs = new Logprobs(2)
                .add(new Generated.Text("a😀", 0, List.of(likelihood(-1), likelihood(-2))))
                .add(new Generated.Text("b", 2, List.of(likelihood(-3))));

        assertThat(json(logprobs)).isEqualTo(Json.parse("""
                {"tokens": ["a", "😀", "b"],
                 "token_logprobs": [-1.0, -2.0, -3.0],
                 "top_logprobs": [{"a": -1.0}, {"😀": -2.0}, {"b": -3.0}],
                 "text_offset": [2, 3, 4]}"""));
    }

    @Test
    void namesTheMostLikelyCharactersTheEndAmongThemAndTheOneThatWasChosen() {
        Likelihood likelihood = likelihood(-3, new Candidate("", -0.5), new Candidate("b", -1));

        assertThat(json(new Logprobs(0).add(new Generated.Text("a", 0, List.of(likelihood))))
                        .at("/top_logprobs/0"))
                .isEqualTo(Json.parse("{\"<|endoftext|>\": -0.5, \"b\": -1.0, \"a\": -3.0}"));
    }

    @Test
    void namesACharacterThatIsLikelyAndChosenOnce() {
        Likelihood likelihood = likelihood(-0.5, new Candidate("a", -0.5), new Candidate("b", -1));

        assertThat(json(new Logprobs(0).add(new Generated.Text("a", 0, List.of(likelihood))))
                        .at("/top_logprobs/0"))
                .isEqualTo(Json.parse("{\"a\": -0.5, \"b\": -1.0}"));
    }

    @Test
    void hasNullWhereNobodyKnows() {
        assertThat(json(new Logprobs(2).add(new Generated.Text("a", -2)))).isEqualTo(Json.parse("""
                {"tokens": ["a"], "token_logprobs": [null], "top_logprobs": [null], "text_offset": [0]}"""));
    }

    private static Likelihood likelihood(double logProbability, Candidate... top) {
        return new Likelihood(logProbability, List.of(top));
    }

    private static JsonNode json(Logprobs logprobs) {
        return Json.parse(logprobs.json().toString());
    }
}
