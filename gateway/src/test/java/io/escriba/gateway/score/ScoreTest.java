package io.escriba.gateway.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.generation.Likelihood;
import io.escriba.json.Json;
import io.escriba.model.ModelVersion;
import io.escriba.name.Name;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScoreTest {
    private static final ModelVersion NOMES = new ModelVersion(new Name("nomes"), 3);

    @Test
    void theLossIsTheMeanOfWhatEachCharacterCosts() {
        Score score = Score.of(
                new ScoringRequest(NOMES, "x", "a😀", 1),
                List.of(
                        new Likelihood(-0.5, List.of(new Likelihood.Candidate("", -0.25))),
                        new Likelihood(-2, List.of(new Likelihood.Candidate("a", -0.75)))));

        assertThat(Json.parse(Json.text(score))).isEqualTo(Json.parse("""
                        {"model": "nomes", "version": 3, "prompt": "x", "text": "a😀", "characters": 2, "loss": 1.25,
                         "logprobs": [
                          {"text": "a", "logprob": -0.5, "top": [{"text": "", "logprob": -0.25}]},
                          {"text": "😀", "logprob": -2.0, "top": [{"text": "a", "logprob": -0.75}]}]}"""));
    }

    @Test
    void refusesAnAnswerThatIsNotAboutTheText() {
        assertThatThrownBy(() ->
                        Score.of(new ScoringRequest(NOMES, "", "ab", 0), List.of(new Likelihood(-0.5, List.of()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("scored 1 characters of a text of 2");
    }
}
