package io.escriba.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.FakeInference;
import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.SseReader;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FewOfEverything.class)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields before the first method runs
final class LimitIT extends RunningGateway {
    private static final String ENDLESS = "{\"model\":\"endless\",\"prompt\":\"\",\"maxCharacters\":100000}";

    @Inject
    RunningStreams running;

    @Test
    void whoSendsTooManyRequestsIsToldWhenToComeBack() {
        Answer refused = Stream.generate(() -> http.get("/api/models", FewOfEverything.header("hasty")))
                .limit(FewOfEverything.BURST + 10)
                .filter(answer -> answer.status() != 200)
                .findFirst()
                .orElseThrow();

        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        Answer error = http.get("/v1/models", FewOfEverything.header("hasty"));
        assertThat(error.status()).isEqualTo(429);
        assertThat(error.header("Retry-After")).isNotEmpty();
        assertThat(error.json().at("/error/code").asText()).isEqualTo("rate_limit_exceeded");

        assertThat(http.get("/api/models", FewOfEverything.header("calm")).status())
                .isEqualTo(200);
    }

    @Test
    void whoReadsTooManyStreamsIsToldSoUntilOneEnds() {
        String path = "/api/streams/"
                + http.post("/api/streams", ENDLESS, FewOfEverything.header("reader"))
                        .json()
                        .get("id")
                        .asText();
        try (SseReader first = http.stream(path)) {
            try (SseReader second = http.stream(path)) {
                assertThat(first.next()).isPresent();
                assertThat(second.next()).isPresent();

                Answer third = http.get(path);
                assertThat(third.status()).isEqualTo(429);
                assertThat(third.header("Retry-After")).isNotEmpty();
                assertThat(third.json().get("detail").asText()).contains("'reader' has 2 streams");
                Answer completion =
                        http.post("/v1/completions", "{\"model\":\"letters\"}", FewOfEverything.header("reader"));
                assertThat(completion.status()).isEqualTo(429);
                assertThat(completion.json().at("/error/type").asText()).isEqualTo("requests");

                // It is the one who created the stream that counts.
                assertThat(http.post("/v1/completions", "{\"model\":\"letters\"}", FewOfEverything.header("calm"))
                                .status())
                        .isEqualTo(200);
            }
            Answer again = http.await(
                    () -> http.post("/v1/completions", "{\"model\":\"letters\"}", FewOfEverything.header("reader")),
                    answer -> answer.status() == 200);
            assertThat(again.json().at("/usage/completion_tokens").asInt()).isEqualTo(16);
        }
    }

    @Test
    void aTextThatHasEndedCountsNoMoreWhileTheOthersOfItsStreamAreWritten() {
        String path = "/api/streams/"
                + http.post("/api/streams", """
                        {"model": "hesitates", "prompt": "", "seed": 5, "maxCharacters": 9, "temperatures": [0.5, 1]}\
                        """, FewOfEverything.header("reader"))
                        .json()
                        .get("id")
                        .asText();
        try (SseReader two = http.stream(path + "?from=9,0")) {
            while (!two.next().orElseThrow().name().equals("end")) {
                // The other text waits before its character 5.
            }

            Answer other = http.await(
                    () -> http.post("/v1/completions", "{\"model\":\"letters\"}", FewOfEverything.header("reader")),
                    answer -> answer.status() == 200);

            assertThat(other.json().at("/usage/completion_tokens").asInt()).isEqualTo(16);
            inference.goOn(5);
            assertThat(two.all()).extracting(SseReader.Event::name).endsWith("end");
        }
    }

    @Test
    void aCompletionWhoseCallerGoesAwayLeavesItsPlaces() {
        for (boolean streamed : List.of(true, false)) {
            for (int seed = 501; seed <= 502; seed++) {
                long begun = streamed ? seed : seed + 2;
                http.abandon(
                        "/v1/completions",
                        completion("endless", begun, streamed),
                        () -> http.await(
                                "/q/health/live",
                                answer -> inference.requests().stream()
                                        .anyMatch(
                                                request -> request.getSampling().getSeed() == begun)),
                        FewOfEverything.header("leaver"));
            }

            awaitThatNobodyHasAPlace();
        }
        http.await("/q/health/live", answer -> inference.cancelledSeeds().containsAll(List.of(501L, 502L, 503L, 504L)));
    }

    @Test
    void aCompletionOfManyChoicesTakesNoMoreThanItsCallerMayHave() {
        Answer whole = http.post(
                "/v1/completions",
                "{\"model\":\"letters\",\"seed\":0,\"n\":9,\"max_tokens\":3}",
                FewOfEverything.header("writer"));

        assertThat(whole.status()).as(whole.text()).isEqualTo(200);
        assertThat(whole.json().get("choices")).hasSize(9);
        assertThat(whole.json().at("/choices/8/text").asText()).isEqualTo(FakeInference.text(8, 0, 3));
    }

    private void awaitThatNobodyHasAPlace() {
        http.await("/q/health/live", answer -> running.callers() == 0);
    }

    private static String completion(String model, long seed, boolean streamed) {
        return "{\"model\":\"" + model + "\",\"prompt\":\"\",\"max_tokens\":100000,\"seed\":" + seed + ",\"stream\":"
                + streamed + "}";
    }
}
