package io.escriba.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.FakeInference;
import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.SseReader;
import io.escriba.gateway.SseReader.Event;
import io.escriba.gateway.security.OidcServer.Token;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A gateway that asks for tokens of an OpenID Connect provider. */
@QuarkusTest
@WithTestResource(OidcServer.class)
@SuppressWarnings("NullAway.Init") // the resource fills the field before the first method runs
final class TokensIT extends RunningGateway {
    OidcServer provider;

    @Test
    void aTokenOpensEverything() {
        String[] ana = header(provider.sign(provider.token("ana")));

        assertThat(http.get("/api/models", ana).text()).contains("letters");
        Answer completion = http.post("/v1/completions", "{\"model\":\"letters\",\"seed\":4}", ana);
        assertThat(completion.json().at("/choices/0/text").asText()).isEqualTo(FakeInference.text(4, 0, 16));
        assertThat(http.post("/api/corpora/tokens?train=false", "a".repeat(1_000_000), ana)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void withoutATokenItIsSaidHowToSendOne() {
        Answer answer = http.get("/api/models");

        assertRefused(answer);
        assertThat(answer.json().get("detail").asText()).contains("Authorization: Bearer TOKEN");
    }

    @Test
    void aTokenThatIsNotValidIsRefused() {
        Token valid = provider.token("ana");
        Instant past = Instant.now().minus(Duration.ofHours(1));

        for (String token : List.of(
                provider.sign(new Token("ana", valid.issuer(), valid.audience(), past)),
                provider.sign(new Token("ana", "https://elsewhere.example", valid.audience(), valid.expires())),
                provider.sign(new Token("ana", valid.issuer(), "something-else", valid.expires())),
                provider.forge(valid),
                OidcServer.unsigned(provider.sign(valid)),
                provider.sign(valid).substring(1),
                "an-opaque-token-0123456789")) {
            Answer answer = http.get("/api/models", header(token));

            assertRefused(answer);
            assertThat(answer.json().get("detail").asText()).contains("is not valid");
        }
        Answer error = http.get("/v1/models", header(provider.forge(valid)));
        assertThat(error.status()).isEqualTo(401);
        assertThat(error.json().at("/error/code").asText()).isEqualTo("invalid_api_key");
    }

    @Test
    void theIdOfAStreamIsEnoughToReadIt() {
        Answer created = http.post(
                "/api/streams",
                "{\"model\":\"letters\",\"prompt\":\"\",\"seed\":4,\"maxCharacters\":20}",
                header(provider.sign(provider.token("joão\r\nda silva"))));
        assertThat(created.status()).as(created.text()).isEqualTo(201);

        try (SseReader stream =
                http.stream("/api/streams/" + created.json().get("id").asText())) {
            assertThat(stream.all().stream()
                            .filter(Event.named("text"))
                            .map(event -> event.json().get("text").asText())
                            .collect(Collectors.joining()))
                    .isEqualTo(FakeInference.text(4, 0, 20));
        }
    }

    @Test
    void thePageAndTheHealthAskForNone() {
        for (String path : List.of("/", "/app.js", "/style/tokens.css", "/q/health/ready", "/q/openapi")) {
            assertThat(http.get(path).status()).as(path).isEqualTo(200);
            assertThat(http.get(path, header("nonsense")).status()).as(path).isEqualTo(200);
        }
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"escriba\"");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text()).doesNotContain("Exception");
    }

    private static String[] header(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }
}
