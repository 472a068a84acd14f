package io.escriba.gateway.generation;

import io.escriba.grpc.v1.GenerationGrpc;
import io.escriba.grpc.v1.ListModelsRequest;
import io.escriba.grpc.v1.ListModelsResponse;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.stork.api.Service;
import io.smallrye.stork.api.ServiceInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    /**
     * What a text may have on its way that nobody has read, some hundred characters: enough for all that a text is written at. What
     * readers are to have in reserve is kept elsewhere, since each message takes some hundred bytes here.
     */
    private static final int WINDOW_BYTES = 2 * 1024;

    /**
     * Messages stay in the buffer in which they came, until all of it is read. Buffers that are larger than what mostly comes would
     * be kept nearly empty by the texts of slow readers.
     */
    private static final int MOST_READ_BYTES = 2 * 1024;

    /** gRPC allows no shorter time. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** Whoever is asked for a sign of life has so long. */
    private static final Duration ANSWER = Duration.ofSeconds(2);

    /** A machine that is gone does not answer at all; others are then tried after this time. */
    private static final int CONNECT_MILLISECONDS = 1_000;

    /** A server that lists no models within this time stands still. One that is only busy takes milliseconds. */
    private static final Duration LIST = Duration.ofSeconds(3);

    private final Service service;
    private final ServerHealth health;
    private final ClientInterceptor interceptor;
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

    /**
     * Those that Stork finds.
     *
     * @param interceptor of every call
     */
    InferenceServers(Service service, ServerHealth health, ClientInterceptor interceptor) {
        this.interceptor = interceptor;
        this.service = service;
        this.health = health;
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
            return InferenceServers.address(instance);
        }

        /** To call it through. */
        Channel channel() {
            return InferenceServers.this.channel(instance);
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
        return CallStream.<ListModelsRequest, ListModelsResponse>of(
                        observer -> GenerationGrpc.newStub(channel(instance))
                                .withDeadlineAfter(LIST.toMillis(), TimeUnit.MILLISECONDS)
                                .listModels(ListModelsRequest.getDefaultInstance(), observer))
                .toUni()
                .onItem()
                .invoke(models -> health.heard(address(instance)))
                .onFailure(StatusRuntimeException.class)
                .invoke(failure -> health.silent(address(instance), failure))
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
                    List<ServiceInstance> left = narrowed(instances, instance -> !avoided.contains(address(instance)));
                    left = narrowed(left, this::isReachable);
                    left = narrowed(left, instance -> !health.isAside(address(instance)));
                    return new Server(service.selectInstanceAndRecordStart(left, false));
                })
                .onFailure()
                .transform(failure -> Status.UNAVAILABLE
                        .withDescription("No inference service is found.")
                        .withCause(failure)
                        .asRuntimeException());
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }

    private static List<ServiceInstance> narrowed(List<ServiceInstance> all, Predicate<ServiceInstance> wish) {
        List<ServiceInstance> good = all.stream().filter(wish).toList();
        return good.isEmpty() ? all : good;
    }

    private boolean isReachable(ServiceInstance instance) {
        ManagedChannel channel = channel(instance);
        boolean reachable = channel.getState(false) != ConnectivityState.TRANSIENT_FAILURE;
        if (!reachable) {
            // Somebody wants to read: try again now and not when gRPC's own pause, up to two minutes, is over.
            channel.resetConnectBackoff();
        }
        return reachable;
    }

    private ManagedChannel channel(ServiceInstance instance) {
        return channels.computeIfAbsent(
                address(instance),
                address -> NettyChannelBuilder.forAddress(instance.getHost(), instance.getPort())
                        .usePlaintext()
                        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLISECONDS)
                        .withOption(
                                ChannelOption.RCVBUF_ALLOCATOR,
                                new AdaptiveRecvByteBufAllocator(64, MOST_READ_BYTES / 2, MOST_READ_BYTES))
                        .flowControlWindow(WINDOW_BYTES)
                        // A machine that vanishes, or a process that stands still, closes no connection.
                        .keepAliveTime(SILENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .keepAliveTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                        .disableRetry()
                        .directExecutor()
                        .intercept(interceptor)
                        .build());
    }

    /** A server that is no longer found keeps its running texts and gets no new ones. */
    private void forgetGone(Set<String> found) {
        channels.entrySet().removeIf(channel -> {
            boolean gone = !found.contains(channel.getKey());
            if (gone) {
                channel.getValue().shutdown();
            }
            return gone;
        });
        health.retain(found);
    }

    private static Set<String> addresses(List<ServiceInstance> instances) {
        return instances.stream().map(InferenceServers::address).collect(Collectors.toUnmodifiableSet());
    }

    private static String address(ServiceInstance instance) {
        return instance.getHost() + ":" + instance.getPort();
    }
}
