package io.escriba.gateway.generation;

import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.grpc.v1.GenerationGrpc.GenerationStub;
import io.escriba.model.ModelVersion;
import io.grpc.Status;
import io.grpc.stub.ClientResponseObserver;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Calls methods of the inference service, each on the server that has the fewest texts under way. */
final class InferenceCalls {
    /** With these pauses, doubling from the first to the longest, the attempts span about 10 seconds. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final int ATTEMPTS = 24;

    private final InferenceServers servers;
    private final Predicate<ModelVersion> published;

    /**
     * Calls these servers.
     *
     * @param published whether a version is known to exist, so that a server which lacks it is only late
     */
    InferenceCalls(InferenceServers servers, Predicate<ModelVersion> published) {
        this.servers = servers;
        this.published = published;
    }

    /**
     * What comes back from a method when it is called; it is called anew for each subscriber, and again while the version is
     * late.
     *
     * @param model that the call is about
     * @param method begins the call
     * @return the responses; fails with a {@link io.escriba.gateway.problem.ProblemException}
     */
    <Q, R> Multi<R> call(ModelVersion model, BiConsumer<GenerationStub, ClientResponseObserver<Q, R>> method) {
        return Multi.createFrom().deferred(() -> {
            AtomicBoolean begun = new AtomicBoolean();
            return attempt(method)
                    .onItem()
                    .invoke(() -> begun.set(true))
                    .onFailure(failure -> !begun.get() && isLate(failure, model))
                    .retry()
                    .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                    .atMost(ATTEMPTS)
                    .onFailure()
                    .transform(InferenceProblems::of);
        });
    }

    private <Q, R> Multi<R> attempt(BiConsumer<GenerationStub, ClientResponseObserver<Q, R>> method) {
        return servers.choose()
                .onItem()
                .transformToMulti(server -> CallStream.<Q, R>of(
                                observer -> method.accept(GenerationGrpc.newStub(server.channel()), observer))
                        .onTermination()
                        .invoke((failure, cancelled) -> server.done(failure)));
    }

    private boolean isLate(Throwable failure, ModelVersion model) {
        return Status.fromThrowable(failure).getCode() == Status.Code.NOT_FOUND && published.test(model);
    }
}
