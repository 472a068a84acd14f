package io.escriba.gateway.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/**
 * A problem as {@code application/problem+json} (RFC 9457).
 *
 * @param type always {@code about:blank}: the status says what kind of problem it is
 * @param title the status in words
 * @param status of HTTP
 * @param detail what was wrong, where, and what to do
 * @param problems every fault of the request, one sentence each; absent when there is nothing to list
 */
public record ProblemDocument(
        String type,
        String title,
        int status,
        String detail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> problems) {
    /** The media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The document that tells this problem. */
    public static ProblemDocument of(Problem problem) {
        String title = Optional.ofNullable(Response.Status.fromStatusCode(problem.status()))
                .map(Response.Status::getReasonPhrase)
                .orElse("Error");
        return new ProblemDocument(
                "about:blank",
                title,
                problem.status(),
                problem.detail(),
                problem.faults().stream().map(Fault::message).toList());
    }
}
