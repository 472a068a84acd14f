package io.escriba.gateway.generation;

import com.google.protobuf.ByteString;
import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.grpc.v1.ListModelsRequest;
import io.escriba.grpc.v1.ListModelsResponse;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.stork.api.Service;
import io.smallrye.stork.api.ServiceInstance;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The inference services that run now. Stork finds them and chooses the one with the fewest texts under way; each has a
 * connection of its own, so that one that is away fails its own texts only. Thread-safe.
 */
final class InferenceServers implements AutoCloseable {
    /** A server that lists no models within this time stands still. One that is only busy takes milliseconds. */
    private static final Duration LIST = Duration.ofSeconds(3);

    private final Service service;
    private final ServerHealth health;
    private final Connections connections;

    /**
     * Those that Stork finds.
     *
     * @param interceptor of every call
     */
    InferenceServers(Service service, ServerHealth health, ClientInterceptor interceptor) {
        this.service = service;
        this.health = health;
        this.connections = new Connections(interceptor);
    }

    /** One server, chosen for one call. */
    final class Server {
        private final ServiceInstance instance;
        private final AtomicBoolean answered = new AtomicBoolean();

        private Server(ServiceInstance instance) {
            this.instance = instance;
        }

        /** Where it is, {@code HOST:PORT}. */
        String address() {
            return Connections.address(instance);
        }

        /** To call it through. */
        Channel channel() {
            return connections.to(instance);
        }

        /** May be told whenever the call is of use. */
        void answered() {
            // The first time counts: a server that drains goes on with old texts and takes no new ones.
            if (answered.compareAndSet(false, true)) {
                health.answered(address());
            }
        }

        /** Must be told once, so that the server is known to have one text less. */
        void done(@Nullable Throwable failure) {
            instance.recordEnd(failure);
            if (failure != null) {
                health.failed(address(), failure);
            }
        }
    }

    /** The addresses of all servers that are known now, {@code HOST:PORT}. */
    Uni<Set<String>> addresses() {
        return service.getInstances().map(InferenceServers::addresses);
    }

    /** What all servers that can be reached say of their models, in no particular order. */
    Uni<List<ListModelsResponse>> models() {
        return service.getInstances()
                // Stork logs why none is found, and texts are refused meanwhile.
                .onFailure()
                .recoverWithItem(List.of())
                .chain(instances -> Multi.createFrom()
                        .iterable(instances)
                        .onItem()
                        .transformToUniAndMerge(this::models)
                        .collect()
                        .asList());
    }

    private Uni<ListModelsResponse> models(ServiceInstance instance) {
        // One that is back is to be known before anybody wants to read.
        connections.tryAgain(instance);
        return CallStream.<ListModelsRequest, ListModelsResponse>of(
                        observer -> GenerationGrpc.newStub(connections.to(instance))
                                .withDeadlineAfter(LIST.toMillis(), TimeUnit.MILLISECONDS)
                                .listModels(ListModelsRequest.getDefaultInstance(), observer))
                .toUni()
                .onItem()
                .invoke(models -> health.heard(Connections.address(instance)))
                .onFailure(StatusRuntimeException.class)
                .invoke(failure -> health.silent(Connections.address(instance), failure))
                .onFailure(StatusRuntimeException.class)
                .recoverWithNull();
    }

    /**
     * Chooses the server with the fewest texts, if there are any among those that are not avoided, among those of them that can
     * be reached, and among those of them that answer and have not just refused a text. Fails with gRPC's status UNAVAILABLE when no
     * server is known.
     *
     * @param avoided addresses
     */
    Uni<Server> choose(Set<String> avoided) {
        return service.getInstances()
                .map(instances -> {
                    forgetGone(addresses(instances));
                    List<ServiceInstance> left =
                            narrowed(instances, instance -> !avoided.contains(Connections.address(instance)));
                    left = narrowed(left, connections::canReach);
                    left = narrowed(left, instance -> !health.isAside(Connections.address(instance)));
                    return new Server(service.selectInstanceAndRecordStart(left, false));
                })
                .onFailure()
                .transform(failure -> Status.UNAVAILABLE
                        .withDescription("No inference service is found.")
                        .withCause(failure)
                        .asRuntimeException());
    }

    /**
     * The servers to which rendezvous hashing gives this key, of those that can be reached and list their models: the same ones, in
     * the same order, for whoever knows the same servers.
     *
     * @param most so many are given at most
     */
    Uni<List<Channel>> ranked(ByteString key, int most) {
        long seed = key.asReadOnlyByteBuffer().getLong();
        return service.getInstances()
                // Stork logs why none is found.
                .onFailure()
                .recoverWithItem(List.of())
                // One that takes no more texts has this one's snapshots all the same.
                .map(instances -> narrowed(
                                narrowed(instances, connections::isReachable),
                                instance -> !health.isSilent(Connections.address(instance)))
                        .stream()
                        .sorted(Comparator.comparingLong(instance -> weight(seed, instance)))
                        .limit(most)
                        .<Channel>map(connections::to)
                        .toList());
    }

    private static long weight(long key, ServiceInstance server) {
        // Its first number is its seed, mixed well.
        return new SplittableRandom(key ^ Connections.address(server).hashCode()).nextLong();
    }

    @Override
    public void close() {
        connections.close();
    }

    private static List<ServiceInstance> narrowed(List<ServiceInstance> all, Predicate<ServiceInstance> wish) {
        List<ServiceInstance> good = all.stream().filter(wish).toList();
        return good.isEmpty() ? all : good;
    }

    private void forgetGone(Set<String> found) {
        connections.retain(found);
        health.retain(found);
    }

    private static Set<String> addresses(List<ServiceInstance> instances) {
        return instances.stream().map(Connections::address).collect(Collectors.toUnmodifiableSet());
    }
}
