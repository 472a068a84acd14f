package io.escriba.gateway.problem;

import io.escriba.log.LogSubject;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * Gives each request at {@code /v1} an id, as OpenAI's API does: its clients show it with an error, and the log tells it too.
 */
@Singleton
public final class RequestIds {
    /** The header of an answer that has the id. */
    public static final String HEADER = "x-request-id";

    private static final String PREFIX = "/v1/";

    /** Before everything that may answer, but for what is in the head of every answer. */
    private static final int EARLY = 950;

    void register(@Observes Filters filters) {
        filters.register(RequestIds::give, EARLY);
    }

    private static void give(RoutingContext context) {
        if (context.normalizedPath().startsWith(PREFIX)) {
            String id = "req_" + UUID.randomUUID().toString().replace("-", "");
            context.response().putHeader(HEADER, id);
            LogSubject.request(id).markRequest();
        }
        context.next();
    }

    /** What a line of the log says of where a request went: its path, and its id if it has one. */
    static String place(HttpServerRequest request) {
        String id = request.response().headers().get(HEADER);
        return id == null ? request.path() : request.path() + " (" + id + ")";
    }
}
