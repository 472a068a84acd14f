package io.escriba.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.RunningGateway;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What pages of other sites may ask in a browser. */
@QuarkusTest
final class OriginIT extends RunningGateway {
    @Test
    void noOtherSiteMayReadAnAnswer() {
        for (String line : List.of(
                "GET /api/models",
                "GET /v1/models",
                "GET /",
                "GET /nothing",
                "POST /api/streams",
                "OPTIONS /api/streams",
                "OPTIONS /v1/completions",
                "OPTIONS /")) {
            String answer = http.raw(line + " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://elsewhere.example\r\n"
                    + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n"
                    + "Content-Length: 0\r\nConnection: close\r\n\r\n");

            assertThat(answer).as(line).startsWith("HTTP/1.1 ").doesNotContainIgnoringCase("access-control-");
            assertThat(answer).as(line).contains("Cross-Origin-Resource-Policy: same-origin");
        }
    }
}
