package io.escriba.gateway.security;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Everything here fails as nobody expects. */
@Path("/")
@Singleton
public final class Failing {
    /** A resource that fails. */
    @GET
    @Path("api/failing")
    @Operation(hidden = true)
    public String inside() {
        return Optional.<String>empty().orElseThrow(Failing::failure);
    }

    /** One whose problems are told as OpenAI's are. */
    @GET
    @Path("v1/failing")
    @Operation(hidden = true)
    public String completion() {
        return Optional.<String>empty().orElseThrow(Failing::failure);
    }

    void register(@Observes Router router) {
        router.get("/failing").handler(context -> {
            throw failure();
        });
    }

    private static IllegalStateException failure() {
        return new IllegalStateException("The secret is at /etc/secret", new IllegalArgumentException("secret"));
    }
}
