package io.escriba.gateway.security;

import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemAnswers;
import io.escriba.json.Json;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Tells the problems of requests that come to no resource, as those of all others are told. Only what is no HTTP or has no
 * valid URI is refused before, by Vert.x and Quarkus, with a bare status.
 */
@Singleton
final class FrontErrors {
    private final ProblemAnswers answers;

    FrontErrors(ProblemAnswers answers) {
        this.answers = answers;
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::answer);
        // OPTIONS * has no path, so it matches no route and has no failure handler.
        router.errorHandler(404, this::answer);
    }

    private void answer(RoutingContext context) {
        String path = String.valueOf(context.request().path());
        int status = status(context);
        if (status < 500) {
            write(context, answers.of(problem(status, path), path));
        } else {
            Throwable failure = Optional.ofNullable(context.failure())
                    .orElseGet(() -> new IllegalStateException("Something ended with status " + status + "."));
            write(context, answers.of(failure, context.request()));
        }
    }

    /** Vert.x gives none, -1, to what nobody expected. */
    private static int status(RoutingContext context) {
        if (context.failure() instanceof VertxException) {
            // So it says that a header is missing or malformed.
            return 400;
        }
        return context.statusCode() < 400 ? 500 : context.statusCode();
    }

    private static void write(RoutingContext context, ProblemAnswers.Answer answer) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        SecurityHeaders.addTo(context.request());
        answer.headers().forEach(response::putHeader);
        response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.mediaType())
                .end(Buffer.buffer(Json.bytes(answer.body())));
    }

    private static Problem problem(int status, String path) {
        String detail = status == 404
                ? "There is nothing at " + path + ". /q/openapi lists what there is."
                : "The request cannot be understood. Send a valid path, and one header Host.";
        return new Problem(status, detail, List.of(), Optional.empty());
    }
}
