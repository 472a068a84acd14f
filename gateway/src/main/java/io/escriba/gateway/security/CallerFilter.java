package io.escriba.gateway.security;

import io.escriba.gateway.security.caller.Caller;
import io.escriba.gateway.security.caller.Callers;
import io.escriba.gateway.security.limit.RequestRate;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Asks who a request is from, before any resource sees it. It goes by the method that was found for the request and not by
 * the path, which can be written in many ways; a method that lets in without asking says so with {@link PermitAll}.
 */
final class CallerFilter {
    private final Callers callers;
    private final RequestRate rate;

    CallerFilter(Callers callers, RequestRate rate) {
        this.callers = callers;
        this.rate = rate;
    }

    /** Lets the request through with its caller, or fails with 401, or with 429 when the caller has sent too many. */
    @ServerRequestFilter(nonBlocking = true)
    public Uni<Void> identify(ContainerRequestContext request, ResourceInfo target, RoutingContext context) {
        if (target.getResourceMethod().isAnnotationPresent(PermitAll.class)) {
            return Uni.createFrom().voidItem();
        }
        return callers.identify(context)
                .invoke(caller -> {
                    request.setSecurityContext(new Known(caller, request.getSecurityContext()));
                    tellAccessLog(context, caller);
                    rate.admit(caller);
                })
                .replaceWithVoid();
    }

    @SuppressWarnings("deprecation") // it is there that the access log looks
    private static void tellAccessLog(RoutingContext context, Caller caller) {
        context.setUser(User.fromName(caller.name()));
    }

    /** What a resource is told of the request. */
    private record Known(Caller caller, SecurityContext connection) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return connection.isSecure();
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}
