package io.escriba.gateway.security.caller;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Whoever can reach the gateway. */
final class Anyone implements Callers {
    @Override
    public Uni<Caller> identify(RoutingContext request) {
        return Uni.createFrom().item(Caller.ANYONE);
    }

    @Override
    public boolean know(Caller caller) {
        return caller.equals(Caller.ANYONE);
    }

    @Override
    public boolean areAsked() {
        return false;
    }

    @Override
    public String description() {
        return "No API keys are set: whoever is on this machine may do everything, and nobody else is answered."
                + " To let others in, set escriba.api-keys or escriba.api-keys.file, or use OpenID Connect"
                + " (quarkus.oidc.tenant-enabled).";
    }
}
