package io.escriba.gateway.security.body;

import io.escriba.gateway.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;

/** Gathers a body in memory while it arrives, so that no thread waits for whoever sends it. Thread-safe. */
final class ArrivingBody {
    private final BodyLimits limits;
    private final BodyMemory memory;
    private final UniEmitter<? super InputStream> reader;
    private Buffer gathered = Buffer.buffer();
    private long held;
    private boolean over;

    private ArrivingBody(BodyLimits limits, BodyMemory memory, UniEmitter<? super InputStream> reader) {
        this.limits = limits;
        this.memory = memory;
        this.reader = reader;
    }

    /**
     * The body of a request that is paused, when it has come whole.
     *
     * @param length as its sender tells it, in bytes
     * @param memory where it is held until it is read or the request ends
     * @return fails with a {@link ProblemException} (408, 413, 429), or with an {@link IOException} when it breaks off
     */
    static Uni<InputStream> of(RoutingContext context, OptionalLong length, BodyLimits limits, BodyMemory memory) {
        if (length.isPresent() && length.getAsLong() > limits.json()) {
            return Uni.createFrom()
                    .failure(BodyProblems.tooLarge(
                            "The body has " + length.getAsLong() + " bytes", limits.json(), BodyLimits.JSON));
        }
        return Uni.createFrom().emitter(reader -> new ArrivingBody(limits, memory, reader).begin(context));
    }

    private void begin(RoutingContext context) {
        HttpServerRequest request = context.request();
        long timer = context.vertx().setTimer(limits.timeout().toMillis(), late -> fail(tooLate()));
        context.addEndHandler(ended -> {
            context.vertx().cancelTimer(timer);
            forget();
        });
        request.handler(this::take)
                .exceptionHandler(failure -> fail(new IOException(failure.getMessage(), failure)))
                .endHandler(ended -> {
                    context.vertx().cancelTimer(timer);
                    complete();
                });
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            context.response().writeContinue();
        }
        request.resume();
    }

    private void take(Buffer part) {
        ProblemException refusal;
        synchronized (this) {
            if (over) {
                return;
            }
            if (held + part.length() > limits.json()) {
                refusal = BodyProblems.tooLarge(
                        "The body is longer than " + limits.json() + " bytes", limits.json(), BodyLimits.JSON);
            } else if (memory.take(part.length())) {
                held += part.length();
                gathered.appendBuffer(part);
                return;
            } else {
                refusal = BodyProblems.tooMany();
            }
        }
        fail(refusal);
    }

    private void complete() {
        byte[] body;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            body = gathered.getBytes();
            gathered = Buffer.buffer();
        }
        reader.complete(new Whole(body));
    }

    private void fail(Throwable failure) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        forget();
        reader.fail(failure);
    }

    private void forget() {
        long free;
        synchronized (this) {
            gathered = Buffer.buffer();
            free = held;
            held = 0;
        }
        memory.giveBack(free);
    }

    private ProblemException tooLate() {
        return BodyProblems.tooLate(
                "The body did not come whole within ", limits.timeout(), new TimeoutException("It is still coming."));
    }

    /** The whole body. The request lives longer than its body is needed, so whoever reads it takes it away. */
    private final class Whole extends ByteArrayInputStream {
        Whole(byte[] body) {
            super(body);
        }

        @Override
        public synchronized byte[] readAllBytes() {
            byte[] all = super.readAllBytes();
            buf = new byte[0];
            pos = 0;
            count = 0;
            forget();
            return all;
        }
    }
}
