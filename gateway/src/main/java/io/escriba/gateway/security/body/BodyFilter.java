package io.escriba.gateway.security.body;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Puts limits to the body of every request that is read, when it is known who sends it. */
final class BodyFilter {
    /** After who calls was asked. */
    private static final int AFTER_CALLER = Priorities.USER + 1;

    private final Bodies bodies;

    BodyFilter(Bodies bodies) {
        this.bodies = bodies;
    }

    /** Lets the method read a limited body, or fails. No thread is taken for JSON before it has come whole. */
    @ServerRequestFilter(priority = AFTER_CALLER, nonBlocking = true)
    public Uni<Void> limit(ContainerRequestContext request, ResourceInfo target, RoutingContext context) {
        Method method = target.getResourceMethod();
        if (!Arrays.asList(method.getParameterTypes()).contains(InputStream.class)) {
            return Uni.createFrom().voidItem();
        }
        if (method.isAnnotationPresent(LongBody.class)) {
            request.setEntityStream(bodies.upload(request.getEntityStream(), length(request)));
            return Uni.createFrom().voidItem();
        }
        return bodies.json(context, length(request))
                .invoke(request::setEntityStream)
                .replaceWithVoid();
    }

    /** HTTP has refused what is no number. */
    private static OptionalLong length(ContainerRequestContext request) {
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
    }
}
