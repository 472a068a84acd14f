package io.escriba.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is answered to requests that come to no resource. */
@QuarkusTest
final class FrontErrorsIT extends RunningGateway {
    private static final String HOST = "Host: localhost\r\nConnection: close\r\n\r\n";

    @Test
    void whatCannotBeUnderstoodIsAProblem() {
        for (String path : List.of("/", "/api/models", "/nothing")) {
            String answer = http.raw("GET " + path + " HTTP/1.1\r\nConnection: close\r\n\r\n");

            assertThat(answer).as(path).startsWith("HTTP/1.1 400 ");
            assertThat(answer).as(path).contains("application/problem+json", "one header Host");
            assertHeaders(path, answer);
        }
    }

    @Test
    void underV1ItIsAnErrorOfOpenAi() {
        String answer = http.raw("GET /v1/models HTTP/1.1\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("{\"error\":{\"message\":\"The request cannot");
    }

    @Test
    void whatIsNotThereIsAProblemWhateverTheMethodAndThePath() {
        for (String line : List.of(
                "OPTIONS *",
                "GET /nothing",
                "TRACE /",
                "POST /",
                "GET /q/nothing",
                "GET /..%2f..%2fetc/passwd",
                "BREW /tea")) {
            String answer = http.raw(line + " HTTP/1.1\r\n" + HOST);

            assertThat(answer).as(line).containsPattern("^HTTP/1.1 40[45] ");
            assertThat(answer).as(line).contains("application/problem+json");
            assertHeaders(line, answer);
        }
    }

    @Test
    void noAnswerShowsTheInside() {
        for (String request : List.of(
                "GET /api/models/%zz HTTP/1.1\r\n" + HOST,
                "GET /api/models HTTP/1.1\r\nConnection: close\r\n\r\n",
                "POST /v1/completions HTTP/1.1\r\nContent-Type: @@@\r\nContent-Length: 2\r\n" + HOST + "{}",
                "POST /api/streams HTTP/1.1\r\nContent-Length: 2\r\n" + HOST + "{]",
                "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + HOST,
                "NONSENSE\r\n\r\n",
                "POST /api/corpora/x HTTP/1.1\r\nContent-Length: -5\r\n" + HOST)) {
            String answer = http.raw(request);

            assertThat(answer).containsPattern("^HTTP/1\\.[01] [45]\\d\\d ");
            assertThat(answer)
                    .doesNotContainPattern(
                            "Exception|\\bat [a-z]+\\.|\\.java|io\\.(vertx|quarkus|netty|escriba)|Quarkus")
                    .doesNotContainIgnoringCase("\nserver:")
                    .doesNotContain("stack");
        }
    }

    @Test
    void whatFailsUnexpectedlyTellsNothingOfTheInside() {
        for (String path : List.of("/api/failing", "/v1/failing", "/failing")) {
            Answer answer = http.getUndescribed(path);

            assertThat(answer.status()).as(path).isEqualTo(500);
            assertThat(answer.header("Content-Type"))
                    .startsWith(path.startsWith("/v1") ? "application/json" : "application/problem+json");
            assertThat(answer.text())
                    .contains("the gateway's log says more")
                    .doesNotContain("secret")
                    .doesNotContain("Exception", ".java", "io.escriba");
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        }
    }

    @Test
    void aMethodThatIsNotKnownSaysWhereToFindThoseThatAre() {
        assertThat(http.post("/api/models", "{}").text()).contains("OPTIONS");
        assertThat(http.raw("OPTIONS /api/models HTTP/1.1\r\n" + HOST)).contains("Allow: ", "GET");
    }

    private static void assertHeaders(String request, String answer) {
        assertThat(answer)
                .as(request)
                .contains("X-Content-Type-Options: nosniff", "Content-Security-Policy: default-src 'none'");
    }
}
