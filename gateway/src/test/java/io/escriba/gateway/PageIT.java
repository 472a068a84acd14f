package io.escriba.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.Http.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
        assertThat(page.text()).contains("id=\"model\"", "id=\"prompt\"", "id=\"write\"", "id=\"text\"");
    }

    @Test
    void everythingThatThePageNamesIsServedFromHere() {
        String page = http.get("/").text();

        List<String> named = Pattern.compile("(?:src|href)=\"([^\"#]+)\"")
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();

        assertThat(named).isNotEmpty().allSatisfy(path -> {
            assertThat(path).doesNotContain("//");
            assertThat(http.get("/" + path).status()).as(path).isEqualTo(200);
        });
        assertThat(page).doesNotContainIgnoringCase("<style").doesNotContainPattern("<script(?![^>]*src=)");
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
