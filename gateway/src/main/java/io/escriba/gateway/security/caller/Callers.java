package io.escriba.gateway.security.caller;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Tells who calls. Thread-safe. */
public interface Callers {
    /**
     * Who a request is from.
     *
     * @return fails with a {@link io.escriba.gateway.problem.ProblemException} (401) when the request does not show it
     */
    Uni<Caller> identify(RoutingContext request);

    /** Whether somebody who was identified once would still be. */
    boolean know(Caller caller);

    /** Whether requests have to show who they are from. */
    boolean areAsked();

    /** Who can call, as the log tells it at the start. */
    String description();
}
