package io.escriba.gateway.security.caller;

import io.escriba.gateway.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Those who have an API key. */
final class KeyHolders implements Callers {
    private final KeyRing ring;

    KeyHolders(KeyRing ring) {
        this.ring = ring;
    }

    @Override
    public Uni<Caller> identify(RoutingContext request) {
        List<String> authorization = request.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        return Uni.createFrom().item(() -> holder(authorization));
    }

    @Override
    public boolean know(Caller caller) {
        return ring.keys().know(caller);
    }

    @Override
    public boolean areAsked() {
        return true;
    }

    @Override
    public String description() {
        return "API keys are asked for; there are some of "
                + String.join(", ", ring.keys().names()) + ".";
    }

    /**
     * Whose key a request shows.
     *
     * @param authorization all values of the header
     * @throws ProblemException (401) when it shows none that is valid
     */
    Caller holder(List<String> authorization) {
        String key = BearerToken.of(authorization)
                .orElseThrow(() -> ProblemException.unauthorized("This needs an API key. Send the header"
                        + " 'Authorization: Bearer KEY', once, with a key from whoever runs this gateway."));
        return ring.keys()
                .owner(key)
                .orElseThrow(() -> ProblemException.unauthorized("The API key in the header Authorization is not valid,"
                        + " or not any more. Use another one, from whoever runs this gateway."));
    }
}
