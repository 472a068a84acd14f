package io.escriba.gateway.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.FakeInference;
import io.escriba.gateway.Http;
import io.escriba.gateway.RunningGateway;
import io.escriba.grpc.v1.ScoreRequest;
import io.escriba.json.Json;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class ScoreIT extends RunningGateway {
    @Test
    void tellsHowLikelyEveryCharacterIs() {
        Http.Answer answer =
                http.post("/api/models/letters/score", "{\"text\": \"ab😀\", \"prompt\": \"de\", \"logprobs\": 2}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(Json.parse("""
                        {"model": "letters", "version": 2, "prompt": "de", "text": "ab😀", "characters": 3, "loss": %s,
                         "logprobs": [
                          {"text": "a", "logprob": -0.5, "top":
                           [{"text": "", "logprob": -0.25}, {"text": "a", "logprob": -0.5}]},
                          {"text": "b", "logprob": -0.75, "top":
                           [{"text": "", "logprob": -0.25}, {"text": "a", "logprob": -0.5}]},
                          {"text": "😀", "logprob": %s, "top":
                           [{"text": "", "logprob": -0.25}, {"text": "a", "logprob": -0.5}]}]}""".formatted(
                        (0.5 + 0.75 - FakeInference.logProbability("😀")) / 3, FakeInference.logProbability("😀"))));
        assertThat(inference.scores())
                .contains(ScoreRequest.newBuilder()
                        .setModel("letters")
                        .setVersion(2)
                        .setPrompt("de")
                        .setText("ab😀")
                        .setCandidates(2)
                        .build());
    }

    @Test
    void aVersionCanBeNamedAndUnknownCharactersLeftOut() {
        Http.Answer answer = http.post(
                "/api/models/letters@1/score", "{\"text\": \"aXb\", \"prompt\": \"Y\", \"unknown\": \"skip\"}");

        assertThat(answer.json().get("version").asLong()).isEqualTo(1);
        assertThat(answer.json().get("text").asText()).isEqualTo("ab");
        assertThat(answer.json().get("prompt").asText()).isEmpty();
        assertThat(answer.json().at("/logprobs/0/top")).isEmpty();
    }

    @Test
    void scoresALongText() {
        Http.Answer answer =
                http.post("/api/models/letters/score", "{\"text\": \"" + "a".repeat(100_000) + "\", \"logprobs\": 0}");

        assertThat(answer.json().get("logprobs")).hasSize(100_000);
        assertThat(answer.json().get("loss").asDouble()).isEqualTo(0.5);
    }

    @Test
    void refusesWhatIsWrongWithEveryReason() {
        Http.Answer wrong = http.post("/api/models/letters/score", "{\"text\": \"aЖ\", \"logprobs\": -1, \"more\": 1}");

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.header("Content-Type")).startsWith("application/problem+json");
        assertThat(wrong.json().get("problems")).hasSize(3);
        assertThat(wrong.json().get("detail").asText()).contains("'Ж' (U+0416)");
        assertThat(http.post("/api/models/letters/score", "[]").status()).isEqualTo(400);
        assertThat(http.post("/api/models/Letters/score", "{\"text\": 1}")
                        .json()
                        .get("problems"))
                .hasSize(2);
    }

    @Test
    void saysWhyNothingIsScored() {
        assertThat(score("nobody").status()).isEqualTo(404);
        assertThat(score("retired").status()).isEqualTo(404);
        assertThat(score("letters@9").status()).isEqualTo(404);
        Http.Answer busy = score(FakeInference.BUSY);
        assertThat(busy.status()).isEqualTo(429);
        assertThat(busy.header("Retry-After")).isNotEmpty();
        assertThat(score(FakeInference.AWAY).status()).isEqualTo(503);
        assertThat(score(FakeInference.FAILS).status()).isEqualTo(502);
        assertThat(score(FakeInference.LATE).status()).isEqualTo(200);
    }

    private Http.Answer score(String model) {
        return http.post("/api/models/" + model + "/score", "{\"text\": \"ab\"}");
    }
}
