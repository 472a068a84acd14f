package io.escriba.gateway.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/** Adds security headers to every answer, whoever gives it: a resource, a file or an error. */
@Singleton
final class SecurityHeaders {
    /** Before everything else, so that no answer leaves without them. */
    private static final int FIRST = 1_000;

    private static final String STRICT =
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    /** Swagger UI is made with scripts, styles and images within its page. It shows nothing that users have written. */
    private static final String SWAGGER_UI =
            STRICT + "; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

    private static final String SWAGGER_UI_PATH = "/q/swagger-ui";

    private static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    void register(@Observes Filters filters) {
        filters.register(SecurityHeaders::add, FIRST);
    }

    private static void add(RoutingContext context) {
        HttpServerResponse response = context.response();
        HEADERS.forEach(response::putHeader);
        response.putHeader("Content-Security-Policy", contentSecurityPolicy(context.normalizedPath()));
        context.next();
    }

    private static String contentSecurityPolicy(String path) {
        return path.equals(SWAGGER_UI_PATH) || path.startsWith(SWAGGER_UI_PATH + "/") ? SWAGGER_UI : STRICT;
    }
}
