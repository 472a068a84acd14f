package io.escriba.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.SseReader;
import io.escriba.gateway.SseReader.Event;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Keys.class)
final class KeysIT extends RunningGateway {
    private static final String STREAM = "{\"model\":\"letters\",\"prompt\":\"\",\"seed\":4,\"maxCharacters\":20}";

    @Test
    void withoutAKeyItIsSaidHowToSendOne() {
        Answer answer = http.get("/api/models");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"escriba\"");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").asText()).contains("Authorization: Bearer KEY");
    }

    @Test
    void underV1ItIsSaidAsOpenAiDoes() {
        for (Answer answer : List.of(
                http.get("/v1/models"),
                http.get("/v1/models", Keys.header("wrong-0123456789")),
                http.post("/v1/completions", "{\"model\":\"letters\"}"))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(answer.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
            assertThat(answer.json().at("/error/code").asText()).isEqualTo("invalid_api_key");
        }
    }

    @Test
    void everyOperationAsksForAKeyUnlessItsDescriptionSaysOtherwise() {
        List<String> open = new ArrayList<>();
        JsonNode paths =
                http.get("/q/openapi", "Accept", "application/json").json().get("paths");
        paths.properties().forEach(path -> {
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                if (path.getValue().has(method.toLowerCase(Locale.ROOT))
                        && http.ask(method, path.getKey().replaceAll("\\{[^}]*}", "x"))
                                        .status()
                                != 401) {
                    open.add(method + " " + path.getKey());
                }
            }
        });

        assertThat(paths).hasSizeGreaterThan(10);
        assertThat(open).containsExactly("GET /api/streams/{id}");
    }

    @Test
    void noSpellingOfAPathComesPastTheDoor() {
        for (String path : List.of(
                "/api/models",
                "/api/models/",
                "//api/models",
                "/api//models",
                "/api;x=1/models;y",
                "/x/../api/models",
                "/./api/models",
                "/%61pi/models",
                "/api/%6dodels",
                "/api/models?x",
                "/API/models",
                "/v1;x/models",
                "/q/../api/models",
                "/q/health/../../api/models",
                "/index.html/../api/models",
                "/api/models#x")) {
            String answer = http.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(answer)
                    .as(path)
                    .containsPattern("^HTTP/1.1 (401|404|400) ")
                    .doesNotContain("letters");
        }
    }

    @Test
    void thePageAndTheHealthAskForNone() {
        for (String path :
                List.of("/", "/app.js", "/style/tokens.css", "/q/health/ready", "/q/health/live", "/q/openapi")) {
            assertThat(http.get(path).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void aKeyOpensEverything() {
        assertThat(http.get("/api/models", Keys.header(Keys.ALICE)).text()).contains("letters");
        assertThat(http.get("/v1/models", "authorization", "bearer " + Keys.ALICE)
                        .text())
                .contains("letters");
        assertThat(http.post("/v1/completions", "{\"model\":\"letters\",\"seed\":4}", Keys.header(Keys.ALICE))
                        .json()
                        .at("/choices/0/text")
                        .asText())
                .isEqualTo(FakeInference.text(4, 0, 16));
    }

    @Test
    void theIdOfAStreamIsEnoughToReadIt() {
        String id = createStream(Keys.ALICE);

        try (SseReader stream = http.stream("/api/streams/" + id)) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.all().stream()
                            .filter(Event.named("text"))
                            .map(event -> event.json().get("text").asText())
                            .collect(Collectors.joining()))
                    .isEqualTo(FakeInference.text(4, 0, 20));
        }
    }

    @Test
    void keysComeAndGoWhileTheGatewayRuns() {
        String old = "carol-old-0123456789";
        String next = "carol-new-0123456789";
        assertThat(http.get("/api/models", Keys.header(old)).status()).isEqualTo(401);

        Keys.write("bob:" + Keys.BOB + "\ncarol:" + old);
        http.await(() -> http.get("/api/models", Keys.header(old)), answer -> answer.status() == 200);
        String id = createStream(old);

        Keys.write("bob:" + Keys.BOB + "\ncarol:" + next);
        http.await(() -> http.get("/api/models", Keys.header(old)), answer -> answer.status() == 401);
        assertThat(http.get("/api/models", Keys.header(next)).status()).isEqualTo(200);
        assertThat(http.get("/api/models", Keys.header(Keys.BOB)).status()).isEqualTo(200);
        assertThat(http.get("/api/streams/" + id).status()).isEqualTo(200);

        Keys.write("bob:" + Keys.BOB);
        http.await(() -> http.get("/api/models", Keys.header(next)), answer -> answer.status() == 401);
        assertThat(http.get("/api/streams/" + id).status()).isEqualTo(403);
    }

    @Test
    void theDescriptionSaysWhatIsAskedForAndHowItIsRefused() {
        JsonNode api = http.get("/q/openapi", "Accept", "application/json").json();

        assertThat(api.at("/components/securitySchemes/key/scheme").asText()).isEqualTo("bearer");
        assertThat(api.at("/security/0").has("key")).isTrue();
        assertThat(api.at("/paths/~1api~1streams~1{id}/get/security")).isEmpty();
        assertThat(api.at("/paths/~1api~1streams~1{id}/get/security").isArray()).isTrue();
        assertThat(api.at("/paths/~1api~1models/get/responses").fieldNames())
                .toIterable()
                .contains("200", "401", "429");
        assertThat(api.at("/paths/~1v1~1completions/post/responses").fieldNames())
                .toIterable()
                .contains("401", "408", "413", "429");
    }

    @Test
    void aBodyIsNotReadBeforeTheKey() {
        // Were it read first, the gateway would wait for the rest of it.
        assertThat(http.firstLine(
                        "POST /api/corpora/mine HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nabc"))
                .startsWith("HTTP/1.1 401");
    }

    private String createStream(String key) {
        Answer created = http.post("/api/streams", STREAM, Keys.header(key));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json().get("id").asText();
    }
}
