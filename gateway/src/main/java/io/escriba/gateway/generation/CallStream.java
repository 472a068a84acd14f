package io.escriba.gateway.generation;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.smallrye.mutiny.Multi;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One server-streaming call as a reactive stream that obeys its subscriber: messages are taken off the wire only when
 * they were requested, so HTTP/2's flow control reaches back to the sender, and cancelling the stream cancels the call.
 * The generated Mutiny client does neither: it queues without bound what nobody reads, and it never cancels.
 *
 * @param <Q> the request
 * @param <R> a response
 */
final class CallStream<Q, R> implements Flow.Subscription, ClientResponseObserver<Q, R> {
    private final Flow.Subscriber<? super R> subscriber;

    /** What was requested and not yet passed on: gRPC takes requests only once the call has started. */
    private final AtomicLong demand = new AtomicLong();

    private @Nullable ClientCallStreamObserver<Q> prepared;
    private volatile @Nullable ClientCallStreamObserver<Q> started;
    private volatile boolean cancelled;

    private CallStream(Flow.Subscriber<? super R> subscriber) {
        this.subscriber = subscriber;
    }

    /**
     * A stream that makes the call anew for each subscriber.
     *
     * @param call starts the call with the observer that it is given, without blocking
     */
    static <Q, R> Multi<R> of(Consumer<ClientResponseObserver<Q, R>> call) {
        return Multi.createFrom().publisher(subscriber -> {
            CallStream<Q, R> stream = new CallStream<>(subscriber);
            subscriber.onSubscribe(stream);
            if (!stream.cancelled) {
                call.accept(stream);
                stream.started = stream.prepared;
                stream.passOn();
            }
        });
    }

    @Override
    public void request(long n) {
        demand.accumulateAndGet(n, CallStream::saturatedSum);
        passOn();
    }

    @Override
    public void cancel() {
        cancelled = true;
        passOn();
    }

    /** Whoever comes last, the start or a wish, finds both and acts. */
    private void passOn() {
        ClientCallStreamObserver<Q> call = started;
        if (call == null) {
            return;
        }
        if (cancelled) {
            call.cancel("The reader went away.", null);
            return;
        }
        long wanted = demand.getAndSet(0);
        if (wanted > 0) {
            call.request((int) Math.min(wanted, Integer.MAX_VALUE));
        }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> call) {
        call.disableAutoRequestWithInitial(0);
        prepared = call;
    }

    @Override
    public void onNext(R response) {
        subscriber.onNext(response);
    }

    @Override
    public void onError(Throwable failure) {
        if (!cancelled) {
            subscriber.onError(failure);
        }
    }

    @Override
    public void onCompleted() {
        subscriber.onComplete();
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
