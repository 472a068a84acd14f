package io.escriba.gateway.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/** Adds security headers to every answer, whoever gives it: a resource, a file or an error. */
@Singleton
final class SecurityHeaders {
    /** Before everything else, so that no answer leaves without them. */
    private static final int FIRST = 1_000;

    /** What the page loads and calls lies here; nothing else is needed, and nothing may be written into the page. */
    private static final String STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Swagger UI is made with scripts, styles and images within its page. It shows nothing that users have written. */
    private static final String SWAGGER_UI =
            "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    private static final String SWAGGER_UI_PATH = "/q/swagger-ui";

    /** So long a browser that came by TLS once comes by nothing else. */
    private static final Duration ONE_YEAR = Duration.ofDays(365);

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
        add(context.request(), contentSecurityPolicy(context.normalizedPath()));
        context.next();
    }

    /** Adds them to an answer that comes before any filter, and is no page. */
    static void addTo(HttpServerRequest request) {
        add(request, STRICT);
    }

    private static void add(HttpServerRequest request, String contentSecurityPolicy) {
        HttpServerResponse response = request.response();
        HEADERS.forEach(response::putHeader);
        response.putHeader("Content-Security-Policy", contentSecurityPolicy);
        if (request.isSSL()) {
            response.putHeader("Strict-Transport-Security", "max-age=" + ONE_YEAR.toSeconds());
        }
    }

    private static String contentSecurityPolicy(String path) {
        return path.equals(SWAGGER_UI_PATH) || path.startsWith(SWAGGER_UI_PATH + "/") ? SWAGGER_UI : STRICT;
    }
}
