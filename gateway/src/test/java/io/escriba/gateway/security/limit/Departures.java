package io.escriba.gateway.security.limit;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Tells when the gateway knows that a connection was closed before its request was answered. */
@Singleton
final class Departures {
    /** The header that names a request. */
    static final String HEADER = "Departure";

    private static final int EARLY = 899;

    private final Map<String, CompletableFuture<Void>> departures = new ConcurrentHashMap<>();

    /** Completes when whoever sent the request of this name has gone away. */
    CompletableFuture<Void> of(String name) {
        return departures.computeIfAbsent(name, unknown -> new CompletableFuture<>());
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, EARLY);
    }

    private void watch(RoutingContext context) {
        String name = context.request().getHeader(HEADER);
        if (name != null) {
            context.addEndHandler(ended -> {
                if (ended.failed()) {
                    of(name).complete(null);
                }
            });
        }
        context.next();
    }
}
