package io.escriba.gateway.problem;

import io.quarkus.arc.All;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every exception with a problem, in the format of its path. Nothing of the inside is shown. */
final class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    private final List<ProblemFormat> formats;

    ProblemMapper(@All List<ProblemFormat> formats) {
        this.formats = formats;
    }

    /** The answer to a request that ended with this exception. */
    @ServerExceptionMapper
    public Response toResponse(Throwable failure, UriInfo uri, HttpServerRequest request) {
        // Not from the URI, which cannot be built for a request without a Host header.
        Problem problem = problem(failure, request.path());
        Response.ResponseBuilder response = Response.status(problem.status());
        problem.retryAfter()
                .ifPresent(after -> response.header(HttpHeaders.RETRY_AFTER, Math.max(1, after.toSeconds())));
        if (failure instanceof WebApplicationException web) {
            Optional.ofNullable(web.getResponse().getHeaderString(HttpHeaders.ALLOW))
                    .ifPresent(allow -> response.header(HttpHeaders.ALLOW, allow));
        }
        return formats.stream()
                .filter(format -> format.covers(uri.getPath()))
                .findFirst()
                .map(format -> response.type(MediaType.APPLICATION_JSON_TYPE).entity(format.body(problem)))
                .orElseGet(() -> response.type(ProblemDocument.MEDIA_TYPE).entity(ProblemDocument.of(problem)))
                .build();
    }

    /** The problem; its path is as it came, so that nothing in it can break a line of the log. */
    private static Problem problem(Throwable failure, String path) {
        if (failure instanceof ProblemException known) {
            if (known.problem().status() >= 500) {
                LOG.warnf("A request to %s failed: %s (%s)", path, known.getMessage(), known.getCause());
            }
            return known.problem();
        }
        if (failure instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
            int status = web.getResponse().getStatus();
            return new Problem(status, detail(status, path), List.of(), Optional.empty());
        }
        if (failure instanceof IOException) {
            // Only bodies are read here. Whoever broke off does not hear the answer; whoever was too slow does.
            LOG.infof("The body of a request to %s broke off: %s", path, failure.getMessage());
            return new Problem(
                    400,
                    "The body broke off: " + failure.getMessage() + ". Nothing of it was kept; send it again.",
                    List.of(),
                    Optional.empty());
        }
        LOG.errorf(failure, "A request to %s failed.", path);
        return new Problem(
                500,
                "Something went wrong inside the gateway. It is not the request's fault; the gateway's log says more.",
                List.of(),
                Optional.empty());
    }

    private static String detail(int status, String path) {
        return switch (status) {
            case 404 -> "There is nothing at " + path + ". /q/openapi lists what there is.";
            case 405 -> path + " does not know this method. The header Allow lists those it knows.";
            case 406 -> path + " cannot answer in the media type that the header Accept asks for.";
            case 415 -> path + " cannot read a body of this Content-Type.";
            default -> "The request cannot be understood. /q/openapi describes what " + path + " takes.";
        };
    }
}
