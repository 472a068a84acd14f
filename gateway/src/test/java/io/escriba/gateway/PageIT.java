package io.escriba.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.Http.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class PageIT extends RunningGateway {
    @Test
    void thePageIsServedUnderAStrictPolicy() {
        Answer page = http.get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none';")
                .doesNotContain("unsafe");
        assertThat(page.text())
                .contains("<main", "#/write", "#/compare", "#/inside", "#/corpora", "#/train", "#/models");
    }

    @Test
    void everythingThatThePageNamesIsServedFromHere() {
        String page = http.get("/").text();

        List<String> named = Pattern.compile("(?:src|href)=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();

        assertThat(named).isNotEmpty().filteredOn(path -> !path.startsWith("#")).allSatisfy(path -> {
            assertThat(path).doesNotContain("//");
            assertThat(http.get("/" + path).status()).as(path).isEqualTo(200);
        });
        assertThat(page).doesNotContainIgnoringCase("<style").doesNotContainPattern("<script(?![^>]*src=)");
    }

    @Test
    void onlyWhatHasAVersionInItsPathIsKeptWithoutAsking() {
        String lit = http.get("/lib/lit.js").text();
        Matcher versioned =
                Pattern.compile("\"\\./(lit-[0-9.]+/lit-element.js)\"").matcher(lit);
        assertThat(versioned.find()).as(lit).isTrue();

        assertThat(http.get("/lib/" + versioned.group(1)).header("Cache-Control"))
                .contains("immutable");
        for (String path : List.of("/", "/app.js", "/style/tokens.css", "/lib/lit.js")) {
            Answer answer = http.get(path);
            assertThat(answer.header("Cache-Control")).as(path).isEqualTo("no-cache");
            assertThat(http.get(path, "If-Modified-Since", answer.header("Last-Modified"))
                            .status())
                    .as(path)
                    .isEqualTo(304);
        }
    }

    @Test
    void everythingIsSmallWhenCompressed() throws Exception {
        Path root = Path.of(Objects.requireNonNull(getClass().getResource("/META-INF/resources/index.html"))
                        .toURI())
                .getParent();
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                    Files.copy(file, gzip);
                }
            }
        }

        assertThat(compressed.size()).isBetween(50_000, 500_000);
        assertThat(http.get("/app.js", "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isEqualTo("gzip");
    }

    @Test
    void everyAnswerHasSecurityHeaders() {
        for (String path : List.of("/", "/api/models", "/api/nothing", "/v1/models", "/q/health/ready", "/nothing")) {
            Answer answer = http.get(path);

            assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).as(path).isEqualTo("no-referrer");
            assertThat(answer.header("Content-Security-Policy")).as(path).contains("default-src 'none'");
        }
    }

    @Test
    void whatIsNotThereIsAProblem() {
        Answer answer = http.get("/api/nothing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void aMethodThatIsNotKnownIsAProblem() {
        Answer answer = http.post("/api/models", "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void descriptionAndMetricsAreServed() {
        assertThat(http.get("/q/openapi", "Accept", "application/json").json().get("paths"))
                .isNotEmpty();
        assertThat(http.get("/q/metrics").text()).contains("jvm_memory_used_bytes");
    }
}
