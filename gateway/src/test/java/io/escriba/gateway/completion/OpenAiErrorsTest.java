package io.escriba.gateway.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.Problem;
import io.escriba.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OpenAiErrorsTest {
    private final OpenAiErrors errors = new OpenAiErrors();

    @Test
    void coversOnlyItsOwnPaths() {
        assertThat(errors.covers("/v1/completions")).isTrue();
        assertThat(errors.covers("/api/streams")).isFalse();
        assertThat(errors.covers("/v10")).isFalse();
    }

    @Test
    void namesTheParameter() {
        assertThat(written(400, "n is 2.", "n"))
                .isEqualTo(
                        "{\"error\":{\"message\":\"n is 2.\",\"type\":\"invalid_request_error\",\"param\":\"n\",\"code\":null}}");
    }

    @Test
    void hasACodeForUnknownModels() {
        assertThat(written(404, "No model.", "model")).contains("\"code\":\"model_not_found\"");
    }

    @Test
    void hasACodeForWrongKeys() {
        assertThat(written(401, "No such key."))
                .contains("\"type\":\"invalid_request_error\"", "\"param\":null", "\"code\":\"invalid_api_key\"");
    }

    @Test
    void hasACodeForTooManyRequests() {
        assertThat(written(429, "Busy.")).contains("\"type\":\"requests\"", "\"code\":\"rate_limit_exceeded\"");
    }

    @Test
    void tellsTheServersFailuresFromTheCallers() {
        assertThat(written(503, "Away.")).contains("\"type\":\"server_error\"", "\"param\":null");
    }

    private String written(int status, String detail, String... fields) {
        List<Fault> faults =
                List.of(fields).stream().map(field -> new Fault(field, detail)).toList();
        return Json.text(errors.body(new Problem(status, detail, faults, Optional.empty())));
    }
}
