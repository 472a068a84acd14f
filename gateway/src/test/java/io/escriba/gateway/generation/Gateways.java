package io.escriba.gateway.generation;

import io.escriba.model.ModelVersion;
import io.opentelemetry.api.trace.TracerProvider;
import io.smallrye.stork.Stork;
import io.smallrye.stork.api.ServiceDefinition;
import io.smallrye.stork.loadbalancer.requests.LeastRequestsConfiguration;
import io.smallrye.stork.servicediscovery.staticlist.StaticConfiguration;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What gateways have between readers and inference services, put together for a test. */
final class Gateways {
    private static final String SERVICE = "generation";

    private Gateways() {}

    /** Makes these addresses those of the inference services, each {@code HOST:PORT}, separated by commas. */
    static void discover(String addresses) {
        discover(ServiceDefinition.of(
                new StaticConfiguration().withAddressList(addresses), new LeastRequestsConfiguration()));
    }

    /** Makes this the way in which inference services are found. */
    static void discover(ServiceDefinition inference) {
        Stork.getInstance().defineIfAbsent(SERVICE, inference);
    }

    /** The inference services that are found, with connections of its own. */
    static InferenceServers servers() {
        return new InferenceServers(
                Stork.getInstance().getService(SERVICE),
                new ServerHealth(InstantSource.system()),
                new TracedCalls(TracerProvider.noop().get("test")));
    }

    /**
     * Calls of these.
     *
     * @param published which versions there are
     * @param mended is run each time that a call goes on after a failure
     */
    static InferenceCalls calls(
            InferenceServers servers, Predicate<ModelVersion> published, Duration failover, Runnable mended) {
        return new InferenceCalls(
                servers, published, new InferenceCalls.Settings(failover, InstantSource.system(), mended));
    }

    /**
     * Has texts written by these calls.
     *
     * @param sought is told whether a snapshot was found each time that one was sought
     */
    static TextGenerator generator(InferenceServers servers, InferenceCalls calls, Consumer<Boolean> sought) {
        return new GrpcTextGenerator(calls, new SnapshotKeepers(servers, version -> "", sought));
    }
}
