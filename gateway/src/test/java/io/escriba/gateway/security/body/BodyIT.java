package io.escriba.gateway.security.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.escriba.kafka.Topic;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SlowBodies.class)
final class BodyIT extends RunningGateway {
    /** Half a body. {@code Http.raw} returns only when the gateway has closed the connection. */
    private static final String HALF = " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n{\"model\":";

    private static final String HALF_IN_CHUNKS =
            " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"m\r\n";

    @Test
    void aBodyThatStopsComingEndsWith408AndTheConnection() {
        for (String path :
                List.of("/api/streams", "/api/models/letters/train", "/api/corpora/late", "/v1/completions")) {
            for (String rest : List.of(HALF, HALF_IN_CHUNKS)) {
                String answer = http.raw("POST " + path + rest);

                assertThat(answer).as(path).startsWith("HTTP/1.1 408 ").contains("escriba.gateway.body-timeout");
                assertThat(answer)
                        .as(path)
                        .contains(
                                path.startsWith("/v1") ? "{\"error\":" : "application/problem+json",
                                "X-Content-Type-Options: nosniff");
            }
        }
    }

    @Test
    void nothingOfAnUploadThatStopsIsKept() {
        assertThat(http.raw("POST /api/corpora/stopped" + HALF)).startsWith("HTTP/1.1 408 ");

        Answer whole = http.post("/api/corpora/stopped?train=false", "the text");

        assertThat(whole.status()).isEqualTo(200);
        assertThat(log.await(Topic.CORPUS, "stopped", 1).get(0).value()).isEqualTo("the text".getBytes(UTF_8));
    }

    @Test
    void whatStillComesAfterAnAnswerEndsWithTheConnection() {
        assertThat(http.raw("POST /api/nothing" + HALF)).startsWith("HTTP/1.1 404 ");
        assertThat(http.raw("GET /" + HALF)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aLargeBodyIsRefusedWhetherItSaysItsLengthOrNot() {
        String json = "{\"model\":\"letters\",\"prompt\":\"" + "a".repeat(2_100) + "\"}";
        String text = "a".repeat(200_000);

        for (Answer answer : List.of(
                http.post("/api/streams", json),
                http.post("/api/streams", stream(json)),
                http.post("/api/models/letters/train", json),
                http.post("/api/corpora/large", text),
                http.post("/api/corpora/large", stream(text)))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(413);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        Answer error = http.post("/v1/completions", json);
        assertThat(error.status()).isEqualTo(413);
        assertThat(error.json().at("/error/message").asText()).contains("escriba.gateway.max-json-body");
    }

    @Test
    void nothingOfAnUploadThatIsTooLargeIsStored() {
        assertThat(http.post("/api/corpora/larger", stream("a".repeat(200_000))).status())
                .isEqualTo(413);
        assertThat(http.post("/api/corpora/larger?train=false", "a".repeat(100_000))
                        .status())
                .isEqualTo(200);

        assertThat(log.await(Topic.CORPUS, "larger", 1).get(0).value()).hasSize(100_000);
    }

    private static BodyPublisher stream(String body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(UTF_8)));
    }
}
