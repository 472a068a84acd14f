package io.escriba.gateway.security.body;

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

    /** Lets the method read a limited body, or fails with 413. */
    @ServerRequestFilter(priority = AFTER_CALLER, nonBlocking = true)
    public void limit(ContainerRequestContext request, ResourceInfo target) {
        Method method = target.getResourceMethod();
        if (Arrays.asList(method.getParameterTypes()).contains(InputStream.class)) {
            InputStream body = request.getEntityStream();
            request.setEntityStream(
                    method.isAnnotationPresent(LongBody.class)
                            ? bodies.upload(body, length(request))
                            : bodies.json(body, length(request)));
        }
    }

    /** HTTP has refused what is no number. */
    private static OptionalLong length(ContainerRequestContext request) {
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
    }
}
