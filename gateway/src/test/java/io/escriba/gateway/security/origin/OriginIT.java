package io.escriba.gateway.security.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.browser.Chromium;
import io.escriba.kafka.Topic;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What pages of other sites may ask of a gateway without keys. Needs Debian's {@code chromium}, and fails without it. */
@QuarkusTest
final class OriginIT extends RunningGateway {
    private static final String END = "Content-Length: 0\r\nConnection: close\r\n\r\n";

    /** What any page may send to any address without asking. */
    private static final String PUBLISH = """
            ([address, text]) => fetch(address, {method: "POST", mode: "no-cors", body: text})
              .then(answer => answer.status, () => "not shown")
            """;

    @Test
    void noOtherSiteIsAnswered() {
        for (String line : List.of(
                "GET /api/models",
                "GET /v1/models",
                "GET /",
                "GET /q/metrics",
                "GET /nothing",
                "POST /api/streams",
                "DELETE /api/corpora/origin",
                "OPTIONS /api/streams",
                "OPTIONS /v1/completions",
                "OPTIONS /")) {
            String answer = http.raw(line + " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://elsewhere.example\r\n"
                    + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n" + END);

            assertThat(answer).as(line).startsWith("HTTP/1.1 403 ").doesNotContainIgnoringCase("access-control-");
            assertThat(answer).as(line).contains("Cross-Origin-Resource-Policy: same-origin");
            assertThat(answer).as(line).contains("Origin is 'https://elsewhere.example'");
        }
    }

    @Test
    void noNameOfSomebodyElseIsAnswered() {
        for (String line : List.of("GET /", "GET /api/models", "GET /q/metrics", "DELETE /api/corpora/origin")) {
            String answer = http.raw(line + " HTTP/1.1\r\nHost: evil.example:8080\r\n" + END);

            assertThat(answer)
                    .as(line)
                    .startsWith("HTTP/1.1 403 ")
                    .contains("application/problem+json", "Host is 'evil.example:8080'", "escriba.gateway.hosts");
        }
        assertThat(http.raw("GET /q/health/ready HTTP/1.0\r\n\r\n")).contains(" 200 ");
    }

    @Test
    void everythingThatIsWrongIsToldTogetherAndInTheFormatOfThePath() {
        String both = "Host: evil.example\r\nSec-Fetch-Site: cross-site\r\n";

        Answer strange = http.get("/api/models", "Sec-Fetch-Site", "cross-site");
        String problem = http.raw("POST /api/models/x/train HTTP/1.1\r\n" + both + END);
        String error = http.raw("POST /v1/completions HTTP/1.1\r\n" + both + END);

        assertThat(strange.status()).isEqualTo(403);
        assertThat(strange.json().get("problems")).hasSize(1);
        assertThat(problem).contains("\"problems\":[\"Host is ", "\"Sec-Fetch-Site is ");
        assertThat(error).contains("{\"error\":{\"message\":\"Host is ", "\"param\":\"Host\"");
    }

    @Test
    void aLinkOfAnotherSiteLeadsToThePage() {
        String link = "Host: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n";

        assertThat(http.raw("GET / HTTP/1.1\r\n" + link + "Sec-Fetch-Dest: document\r\n" + END))
                .startsWith("HTTP/1.1 200 ");
        assertThat(http.raw("GET / HTTP/1.1\r\n" + link + "Sec-Fetch-Dest: iframe\r\n" + END))
                .startsWith("HTTP/1.1 403 ");
        assertThat(http.raw("POST /api/corpora/origin HTTP/1.1\r\n" + link + "Sec-Fetch-Dest: document\r\n" + END))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void aPageElsewhereStoresNothingAndItsOwnPageDoes() throws IOException {
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.close();
        });
        elsewhere.start();
        String corpus = address.resolve("/api/corpora/origin?train=false").toString();
        try (Chromium chromium = new Chromium()) {
            Page page = chromium.page();
            for (String host : List.of("127.0.0.1", "localhost")) {
                page.navigate("http://" + host + ":" + elsewhere.getAddress().getPort() + "/");
                assertThat(page.evaluate(PUBLISH, List.of(corpus, "evil"))).isEqualTo("not shown");
            }
            page.navigate(address.toString());
            assertThat(page.evaluate(PUBLISH, List.of(corpus, "good"))).isEqualTo(200);
        } finally {
            elsewhere.stop(0);
        }

        assertThat(log.await(Topic.CORPUS, "origin", 1))
                .first()
                .satisfies(
                        record -> assertThat(new String(record.value(), UTF_8)).isEqualTo("good"));
    }
}
