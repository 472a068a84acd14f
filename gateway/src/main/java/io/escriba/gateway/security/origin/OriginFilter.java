package io.escriba.gateway.security.origin;

import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.security.caller.Callers;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Keeps pages of other sites out of a gateway that asks nobody for a key. Where keys are asked for, such a page has none, and nothing
 * of this is looked at.
 */
@Singleton
final class OriginFilter {
    /** After Quarkus has said which pages may ask across origins, and before it asks who calls. */
    private static final int AFTER_CORS = 250;

    private final Callers callers;
    private final OwnNames names;

    OriginFilter(Callers callers, OwnNames names) {
        this.callers = callers;
        this.names = names;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, AFTER_CORS);
    }

    private void check(RoutingContext context) {
        List<Fault> objections =
                callers.areAsked() ? List.of() : provenance(context.request()).objections(names);
        if (objections.isEmpty()) {
            context.next();
        } else {
            context.fail(ProblemException.forbidden(objections));
        }
    }

    private static Provenance provenance(HttpServerRequest request) {
        return new Provenance(
                // What is no authority is none of its names either.
                Optional.ofNullable(request.authority())
                        .map(HostAndPort::toString)
                        .or(() -> header(request, HttpHeaders.HOST)),
                header(request, HttpHeaders.ORIGIN),
                header(request, "Sec-Fetch-Site"),
                isLink(request),
                request.response().headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN));
    }

    private static boolean isLink(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && header(request, "Sec-Fetch-Mode").filter("navigate"::equals).isPresent()
                && header(request, "Sec-Fetch-Dest").filter("document"::equals).isPresent();
    }

    private static Optional<String> header(HttpServerRequest request, CharSequence name) {
        return Optional.ofNullable(request.getHeader(name));
    }
}
