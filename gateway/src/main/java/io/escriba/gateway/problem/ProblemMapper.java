package io.escriba.gateway.problem;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every exception that a resource ends with. */
final class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    private final ProblemAnswers answers;

    ProblemMapper(ProblemAnswers answers) {
        this.answers = answers;
    }

    /** The answer to a request that ended with this exception. */
    @ServerExceptionMapper
    public Response toResponse(Throwable failure, HttpServerRequest request) {
        HttpServerResponse begun = request.response();
        if (begun.headWritten()) {
            breakOff(begun, failure, request);
            return Response.noContent().build();
        }
        ProblemAnswers.Answer answer = answers.of(failure, request);
        Response.ResponseBuilder response =
                Response.status(answer.status()).type(answer.mediaType()).entity(answer.body());
        answer.headers().forEach(response::header);
        return response.build();
    }

    /** Nobody can be told another status any more. A reader that has gone away has every right to, so nothing is logged. */
    private static void breakOff(HttpServerResponse begun, Throwable failure, HttpServerRequest request) {
        if (!begun.closed()) {
            LOG.errorf(failure, "An answer of %s broke off.", RequestIds.place(request));
            begun.reset();
        }
    }
}
