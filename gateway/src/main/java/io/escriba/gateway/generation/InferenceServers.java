package io.escriba.gateway.generation;

import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.stork.api.Service;
import io.smallrye.stork.api.ServiceInstance;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The inference services that run now. Stork finds them and chooses the one with the fewest texts under way; each has a
 * connection of its own, so that one that is away fails its own texts only. Thread-safe.
 */
final class InferenceServers implements AutoCloseable {
    /** What a text may have on its way that nobody has read: HTTP/2's own default, thousands of characters. */
    private static final int WINDOW_BYTES = 65_535;

    private final Service service;
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

    InferenceServers(Service service) {
        this.service = service;
    }

    /**
     * One server, chosen for one text.
     *
     * @param channel to call it through
     */
    record Server(ServiceInstance instance, Channel channel) {
        /** Must be told once, so that the server is known to have one text less. */
        void done(@Nullable Throwable failure) {
            instance.recordEnd(failure);
        }
    }

    /** Chooses a server among those that can be reached, or among all when none can. */
    Uni<Server> choose() {
        return service.getInstances().map(instances -> {
            closeGone(instances);
            List<ServiceInstance> reachable =
                    instances.stream().filter(this::isReachable).toList();
            ServiceInstance chosen =
                    service.selectInstanceAndRecordStart(reachable.isEmpty() ? instances : reachable, false);
            return new Server(chosen, channel(chosen));
        });
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
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
                        .flowControlWindow(WINDOW_BYTES)
                        .disableRetry()
                        .directExecutor()
                        .build());
    }

    /** A server that is no longer found keeps its running texts and gets no new ones. */
    private void closeGone(List<ServiceInstance> instances) {
        Set<String> found = instances.stream().map(InferenceServers::address).collect(Collectors.toUnmodifiableSet());
        channels.entrySet().removeIf(channel -> {
            boolean gone = !found.contains(channel.getKey());
            if (gone) {
                channel.getValue().shutdown();
            }
            return gone;
        });
    }

    private static String address(ServiceInstance instance) {
        return instance.getHost() + ":" + instance.getPort();
    }
}
