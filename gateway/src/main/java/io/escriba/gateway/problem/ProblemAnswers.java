package io.escriba.gateway.problem;

import io.quarkus.arc.All;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Turns failures into answers, in the format of their path. Nothing of the inside is shown. Thread-safe. */
@Singleton
public final class ProblemAnswers {
    private static final Logger LOG = Logger.getLogger(ProblemAnswers.class);

    private final List<ProblemFormat> formats;

    ProblemAnswers(@All List<ProblemFormat> formats) {
        this.formats = formats;
    }

    /**
     * How a problem is told.
     *
     * @param headers beside the media type
     * @param body to be written as JSON
     */
    public record Answer(int status, Map<String, String> headers, String mediaType, Object body) {
        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    /** The answer to a request that ended with this exception, which is logged if it is the gateway's fault. */
    public Answer of(Throwable failure, HttpServerRequest request) {
        // Not from the URI, which cannot be built for a request without a Host header.
        String path = String.valueOf(request.path());
        return of(problem(failure, path, RequestIds.place(request)), path);
    }

    /** The answer that tells this problem. */
    public Answer of(Problem problem, String path) {
        Map<String, String> headers = new TreeMap<>();
        problem.retryAfter()
                .ifPresent(
                        after -> headers.put(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, after.toSeconds()))));
        if (problem.status() == 401) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"escriba\"");
        }
        return formats.stream()
                .filter(format -> format.covers(path))
                .findFirst()
                .map(format -> new Answer(problem.status(), headers, MediaType.APPLICATION_JSON, format.body(problem)))
                .orElseGet(() ->
                        new Answer(problem.status(), headers, ProblemDocument.MEDIA_TYPE, ProblemDocument.of(problem)));
    }

    private static Problem problem(Throwable failure, String path, String place) {
        if (failure instanceof ProblemException known) {
            if (known.problem().status() >= 500) {
                LOG.warnf("A request to %s failed: %s (%s)", place, known.getMessage(), known.getCause());
            }
            return known.problem();
        }
        if (failure instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
            int status = web.getResponse().getStatus();
            return new Problem(status, detail(status, path), List.of(), Optional.empty());
        }
        if (failure instanceof IOException) {
            // Only bodies are read here. Whoever broke off hardly hears the answer.
            LOG.infof("The body of a request to %s broke off: %s", place, failure.getMessage());
            return new Problem(
                    400,
                    "The body broke off: " + failure.getMessage() + ". Nothing of it was kept; send it again.",
                    List.of(),
                    Optional.empty());
        }
        LOG.errorf(failure, "A request to %s failed.", place);
        return new Problem(
                500,
                "Something went wrong inside the gateway. It is not the request's fault; the gateway's log says more.",
                List.of(),
                Optional.empty());
    }

    private static String detail(int status, String path) {
        return switch (status) {
            case 404 -> "There is nothing at " + path + ". /q/openapi lists what there is.";
            case 405 ->
                path + " does not know this method. Its answer to OPTIONS has a header Allow with those it knows.";
            case 406 -> path + " cannot answer in the media type that the header Accept asks for.";
            case 415 -> path + " cannot read a body of this Content-Type.";
            default -> "The request cannot be understood. /q/openapi describes what " + path + " takes.";
        };
    }
}
