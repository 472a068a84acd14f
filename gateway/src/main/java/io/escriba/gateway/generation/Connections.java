package io.escriba.gateway.generation;

import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.smallrye.stork.api.ServiceInstance;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One connection to each inference service, made when it is first needed and shared by all texts. Thread-safe. */
final class Connections implements AutoCloseable {
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

    private final ClientInterceptor interceptor;
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

    /**
     * None yet.
     *
     * @param interceptor of every call
     */
    Connections(ClientInterceptor interceptor) {
        this.interceptor = interceptor;
    }

    /** By what a server is known, {@code HOST:PORT}. */
    static String address(ServiceInstance server) {
        return server.getHost() + ":" + server.getPort();
    }

    /** The connection to a server. */
    ManagedChannel to(ServiceInstance server) {
        return channels.computeIfAbsent(
                address(server),
                address -> NettyChannelBuilder.forAddress(server.getHost(), server.getPort())
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

    /** Whether the last attempt to connect to a server has not failed. */
    boolean isReachable(ServiceInstance server) {
        return to(server).getState(false) != ConnectivityState.TRANSIENT_FAILURE;
    }

    /** As {@link #isReachable}; if it has failed, another one begins, since somebody wants to read. */
    boolean canReach(ServiceInstance server) {
        boolean reachable = isReachable(server);
        tryAgain(server);
        return reachable;
    }

    /** If the last attempt has failed, another one begins now, and not when gRPC's own pause, up to two minutes, is over. */
    void tryAgain(ServiceInstance server) {
        if (!isReachable(server)) {
            to(server).resetConnectBackoff();
        }
    }

    /** Forgets all servers but these. One that is forgotten keeps its running texts and gets no new ones. */
    void retain(Set<String> addresses) {
        channels.entrySet().removeIf(channel -> {
            boolean gone = !addresses.contains(channel.getKey());
            if (gone) {
                channel.getValue().shutdown();
            }
            return gone;
        });
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
