package io.escriba.gateway.problem;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every exception that a resource ends with. */
final class ProblemMapper {
    private final ProblemAnswers answers;

    ProblemMapper(ProblemAnswers answers) {
        this.answers = answers;
    }

    /** The answer to a request that ended with this exception. */
    @ServerExceptionMapper
    public Response toResponse(Throwable failure, HttpServerRequest request) {
        ProblemAnswers.Answer answer = answers.of(failure, request);
        Response.ResponseBuilder response =
                Response.status(answer.status()).type(answer.mediaType()).entity(answer.body());
        answer.headers().forEach(response::header);
        return response.build();
    }
}
