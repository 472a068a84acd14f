package io.escriba.gateway.security.body;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Ends what still comes of a body when its request was answered. The sender first has time to read the answer: a connection that
 * is closed while something arrives loses what was sent.
 */
@Singleton
final class Leftovers {
    /** Before everything that may answer. */
    private static final int EARLY = 900;

    private final BodyLimits limits;

    Leftovers(BodyLimits limits) {
        this.limits = limits;
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, EARLY);
    }

    private void watch(RoutingContext context) {
        context.addEndHandler(ended -> {
            HttpServerRequest request = context.request();
            if (request.isEnded()) {
                return;
            }
            // Some clients read no answer before they have sent everything. Nobody keeps what they send.
            request.handler(null);
            request.resume();
            if (context.response().getStatusCode() == 408) {
                close(context);
            } else {
                context.vertx().setTimer(limits.timeout().toMillis(), timer -> {
                    if (!request.isEnded()) {
                        close(context);
                    }
                });
            }
        });
        context.next();
    }

    private static void close(RoutingContext context) {
        if (context.request().version() == HttpVersion.HTTP_2) {
            // Other requests share the connection.
            context.response().reset();
        } else {
            context.request().connection().close();
        }
    }
}
