package io.escriba.gateway.sse;

import io.smallrye.mutiny.subscription.MultiSubscriber;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes event streams. Quarkus's own writer of {@code Multi} answers 200 before it knows whether there is anything to
 * stream, so it could neither refuse a stream nor end it with 204.
 */
@Provider
public final class EventStreamWriter implements ServerMessageBodyWriter<EventStream> {
    private static final Logger LOG = Logger.getLogger(EventStreamWriter.class);

    /** Events on their way to the socket: as many as may leave together. More would only fill memory. */
    private static final int IN_FLIGHT = 64;

    /** No copy is kept, and no proxy (nginx understands the second) gathers characters before it passes them on. */
    private static final Map<String, String> HEADERS = Map.of(
            HttpHeaders.CONTENT_TYPE,
            MediaType.SERVER_SENT_EVENTS,
            HttpHeaders.CACHE_CONTROL,
            "no-store",
            "X-Accel-Buffering",
            "no");

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType media) {
        return EventStream.class == type;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType media) {
        return EventStream.class == type;
    }

    @Override
    public void writeResponse(EventStream stream, Type genericType, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        request.suspend();
        stream.events().subscribe().withSubscriber(new Reader(request));
    }

    @Override
    public void writeTo(
            EventStream stream,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        throw new UnsupportedOperationException("An event stream is written without blocking, by writeResponse.");
    }

    /**
     * Carries events from their source to one connection. Each is written as soon as the one before it has left; those
     * that come meanwhile leave together. Signals come one at a time, as reactive streams demand.
     */
    private static final class Reader implements MultiSubscriber<ServerSentEvent> {
        private final ResteasyReactiveRequestContext request;
        private final ServerHttpResponse response;
        private final CompletableFuture<Flow.Subscription> source = new CompletableFuture<>();
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
        private int waitingEvents;
        private boolean writing;
        private boolean begun;

        Reader(ResteasyReactiveRequestContext request) {
            this.request = request;
            this.response = request.serverResponse();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source.complete(subscription);
            response.addCloseHandler(subscription::cancel);
            subscription.request(IN_FLIGHT);
        }

        @Override
        public void onItem(ServerSentEvent event) {
            if (!begun) {
                begun = true;
                response.setChunked(true);
                HEADERS.forEach(response::setResponseHeader);
            }
            byte[] bytes = event.encode();
            synchronized (this) {
                waiting.writeBytes(bytes);
                waitingEvents++;
                if (!writing) {
                    write();
                }
            }
        }

        @Override
        public void onFailure(Throwable failure) {
            if (begun) {
                LOG.error("An event stream broke off.", failure);
                response.reset();
                request.close();
            } else {
                // The problem is no event stream, so the writer chosen for this method cannot write it.
                request.resetBuildTimeSerialization();
                request.resume(failure, true);
            }
        }

        @Override
        public void onCompletion() {
            if (!begun) {
                response.setPreCommitListener(headers -> {});
                response.setStatusCode(Response.Status.NO_CONTENT.getStatusCode());
            }
            synchronized (this) {
                if (waitingEvents > 0) {
                    write();
                }
            }
            response.end();
            request.close();
        }

        /** Sends what waits. Called with the lock. */
        private void write() {
            byte[] bytes = waiting.toByteArray();
            int events = waitingEvents;
            waiting.reset();
            waitingEvents = 0;
            writing = true;
            response.write(bytes, failure -> written(events, failure));
        }

        private void written(int events, @Nullable Throwable failure) {
            if (failure != null) {
                // The reader went away. That is its right, so nothing is logged.
                source.join().cancel();
                return;
            }
            synchronized (this) {
                writing = false;
                if (waitingEvents > 0) {
                    write();
                }
            }
            source.join().request(events);
        }
    }
}
