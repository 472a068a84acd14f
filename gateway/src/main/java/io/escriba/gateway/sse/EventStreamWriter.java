package io.escriba.gateway.sse;

import io.escriba.gateway.problem.ProblemException;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
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

    /**
     * No copy is kept, nobody on the way compresses characters or gathers them before they are passed on ({@code no-transform},
     * RFC 9111, section 5.2.2.6, and what nginx understands).
     */
    private static final Map<String, String> HEADERS = Map.of(
            HttpHeaders.CONTENT_TYPE,
            MediaType.SERVER_SENT_EVENTS,
            HttpHeaders.CACHE_CONTROL,
            "no-store, no-transform",
            "X-Accel-Buffering",
            "no");

    private final Instance<Vertx> timers;
    private final Instance<EventStreamConfig> config;

    /** Quarkus makes writers while it is built, when there is neither yet. */
    EventStreamWriter(Instance<Vertx> timers, Instance<EventStreamConfig> config) {
        this.timers = timers;
        this.config = config;
    }

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
        stream.events().subscribe().withSubscriber(new Reader(request, stream));
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
     * that come meanwhile leave together. Signals come one at a time, as reactive streams demand; the timer that breaks the
     * silence comes between them.
     */
    private final class Reader implements MultiSubscriber<ServerSentEvent> {
        private final Vertx vertx = timers.get();
        private final long keepAliveMillis = config.get().keepAlive().toMillis();
        private final ResteasyReactiveRequestContext request;
        private final ServerHttpResponse response;
        private final EventStream stream;
        private final CompletableFuture<Flow.Subscription> source = new CompletableFuture<>();
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
        private int waitingEvents;
        private boolean writing;
        private boolean begun;
        private boolean ended;
        private long silentSince = System.nanoTime();
        private long timer;

        Reader(ResteasyReactiveRequestContext request, EventStream stream) {
            this.request = request;
            this.response = request.serverResponse();
            this.stream = stream;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source.complete(subscription);
            response.addCloseHandler(this::leave);
            if (response.closed()) {
                // The reader went away before anybody could be told.
                leave();
                return;
            }
            listenForSilence(keepAliveMillis);
            subscription.request(IN_FLIGHT);
        }

        @Override
        public void onItem(ServerSentEvent event) {
            send(event, 1);
        }

        @Override
        public void onFailure(Throwable failure) {
            boolean told = finish();
            if (told && failure instanceof ProblemException problem) {
                stream.subject()
                        .run(() -> LOG.warnf(
                                "An event stream broke off: %s (%s)", failure.getMessage(), failure.getCause()));
                end(stream.problem().apply(problem.problem()));
            } else if (told) {
                stream.subject().run(() -> LOG.error("An event stream broke off.", failure));
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
            if (!finish()) {
                response.setPreCommitListener(headers -> {});
                response.setStatusCode(Response.Status.NO_CONTENT.getStatusCode());
            }
            end(List.of());
        }

        /**
         * Lets the timer write nothing any more.
         *
         * @return whether the status was told
         */
        private synchronized boolean finish() {
            ended = true;
            vertx.cancelTimer(timer);
            return begun;
        }

        /** The reader went away. That is its right, so nothing is logged. */
        private void leave() {
            finish();
            source.join().cancel();
        }

        private void end(List<ServerSentEvent> last) {
            synchronized (this) {
                last.forEach(event -> waiting.writeBytes(event.encode()));
                if (waiting.size() > 0) {
                    write();
                }
            }
            response.end();
            request.close();
        }

        private synchronized void listenForSilence(long millis) {
            if (!ended) {
                timer = vertx.setTimer(Math.max(1, millis), id -> breakSilence());
            }
        }

        /** What is still on its way to a slow reader is no silence. */
        private synchronized void breakSilence() {
            if (ended) {
                return;
            }
            long silent = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - silentSince);
            if (!writing && silent >= keepAliveMillis) {
                send(ServerSentEvent.comment(), 0);
                silent = 0;
            }
            listenForSilence(writing ? keepAliveMillis : keepAliveMillis - silent);
        }

        /**
         * Sends an event now, or with those that wait.
         *
         * @param requested how many events may follow when it has left
         */
        private void send(ServerSentEvent event, int requested) {
            byte[] bytes = event.encode();
            synchronized (this) {
                if (!begun) {
                    begun = true;
                    response.setChunked(true);
                    HEADERS.forEach(response::setResponseHeader);
                }
                waiting.writeBytes(bytes);
                waitingEvents += requested;
                if (!writing) {
                    write();
                }
            }
        }

        /** Sends what waits. Called with the lock. */
        private void write() {
            byte[] bytes = waiting.toByteArray();
            int events = waitingEvents;
            waiting.reset();
            waitingEvents = 0;
            writing = true;
            silentSince = System.nanoTime();
            response.write(bytes, failure -> written(events, failure));
        }

        private void written(int events, @Nullable Throwable failure) {
            if (failure != null) {
                leave();
                return;
            }
            synchronized (this) {
                writing = false;
                if (waiting.size() > 0) {
                    write();
                }
            }
            if (events > 0) {
                source.join().request(events);
            }
        }
    }
}
