package io.escriba.gateway.generation;

import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.model.ModelVersion;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Calls methods of the inference service, each on the server that has the fewest texts under way. Where a server fails, the
 * call is made again on another, as {@link Attempts} decides.
 */
final class InferenceCalls {
    private final InferenceServers servers;
    private final Predicate<ModelVersion> published;
    private final Settings settings;

    /**
     * How calls are made.
     *
     * @param failover how long a text that has begun waits for a server that goes on with it
     * @param mended is run each time that a call goes on after a failure
     */
    record Settings(Duration failover, InstantSource clock, Runnable mended) {}

    /**
     * Calls these servers.
     *
     * @param published whether a version is known to exist, so that a server which lacks it is only late
     */
    InferenceCalls(InferenceServers servers, Predicate<ModelVersion> published, Settings settings) {
        this.servers = servers;
        this.published = published;
        this.settings = settings;
    }

    /**
     * What comes back from a call that any server can go on with. It goes on after failures wherever it can be.
     *
     * @param model that the call is about
     * @param begun whether somebody has read the beginning already, so that it is waited for
     * @param call makes a call for each subscriber
     * @return the responses; fails with a {@link io.escriba.gateway.problem.ProblemException}
     */
    <Q, R> Multi<R> resume(ModelVersion model, boolean begun, Supplier<InferenceCall<Q, R>> call) {
        return Multi.createFrom().deferred(() -> responses(model, attempts(true, begun), call.get()));
    }

    /**
     * What comes back from a call that is made again only while nothing has come.
     *
     * @param model that the call is about
     * @param call makes a call for each subscriber
     * @return the responses; fails with a {@link io.escriba.gateway.problem.ProblemException}
     */
    <Q, R> Multi<R> once(ModelVersion model, Supplier<InferenceCall<Q, R>> call) {
        return Multi.createFrom().deferred(() -> responses(model, attempts(false, false), call.get()));
    }

    private Attempts attempts(boolean resumable, boolean begun) {
        return new Attempts(resumable, begun, settings.failover(), settings.clock());
    }

    private <Q, R> Multi<R> responses(ModelVersion model, Attempts attempts, InferenceCall<Q, R> call) {
        return Multi.createFrom()
                .deferred(() -> attempt(attempts, call))
                .onFailure()
                .retry()
                .when(failures ->
                        failures.onItem().transformToUniAndConcatenate(failure -> again(model, attempts, failure)))
                .onFailure()
                .transform(InferenceProblems::of);
    }

    private <Q, R> Multi<R> attempt(Attempts attempts, InferenceCall<Q, R> call) {
        return servers.choose(attempts.failed())
                .onItem()
                .transformToMulti(server -> CallStream.<Q, R>of(
                                observer -> call.begin(GenerationGrpc.newStub(server.channel()), observer))
                        .onItem()
                        .invoke(response -> {
                            if (call.take(response)) {
                                server.answered();
                                if (attempts.progressed()) {
                                    settings.mended().run();
                                }
                            }
                        })
                        .onFailure()
                        .invoke(failure -> attempts.failedAt(server.address()))
                        .onTermination()
                        .invoke((failure, cancelled) -> server.done(failure)));
    }

    /** Gives something when it is time for the next attempt, or fails when there is none. */
    private Uni<Duration> again(ModelVersion model, Attempts attempts, Throwable failure) {
        return servers.addresses()
                .onFailure()
                .recoverWithItem(Set.of())
                .chain(addresses -> attempts.next(Failure.of(failure, published.test(model)), failure, addresses)
                        .map(InferenceCalls::after)
                        .orElseGet(() -> Uni.createFrom().failure(attempts.mostTelling())));
    }

    private static Uni<Duration> after(Duration pause) {
        Uni<Duration> now = Uni.createFrom().item(pause);
        return pause.isZero() ? now : now.onItem().delayIt().by(pause);
    }
}
