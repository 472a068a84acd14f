package io.escriba.gateway.generation;

import io.escriba.gateway.model.ModelCatalog;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.stork.Stork;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Puts this package together. */
@Singleton
final class GenerationBeans {
    /** As in {@code quarkus.stork.generation}. */
    private static final String SERVICE = "generation";

    private static final Logger LOG = Logger.getLogger(GenerationBeans.class);

    private Cancellable asking = () -> {};

    @Produces
    @Singleton
    InferenceServers servers(GenerationConfig config, Tracer tracer) {
        InferenceDiscovery discovery = new InferenceDiscovery(
                config.inference(),
                config.inferenceRefresh(),
                config.nameServers().orElse(List.of()));
        Stork stork = Stork.getInstance();
        // Whoever configures Stork itself has defined it already.
        stork.defineIfAbsent(SERVICE, discovery.definition());
        return new InferenceServers(
                stork.getService(SERVICE), new ServerHealth(InstantSource.system()), new TracedCalls(tracer));
    }

    void close(@Disposes InferenceServers servers) {
        servers.close();
    }

    @Produces
    @Singleton
    InferenceCalls calls(
            InferenceServers servers, ModelCatalog catalog, GenerationConfig config, MeterRegistry meters) {
        Counter failovers = Counter.builder("escriba.failovers")
                .description("Texts that another server began or went on with, or the same one later, after a failure")
                .register(meters);
        return new InferenceCalls(
                servers,
                catalog::has,
                new InferenceCalls.Settings(config.failover(), InstantSource.system(), failovers::increment));
    }

    @Produces
    @Singleton
    SnapshotKeepers keepers(InferenceServers servers, ModelCatalog catalog, MeterRegistry meters) {
        Counter found = sought(true, meters);
        Counter missed = sought(false, meters);
        return new SnapshotKeepers(
                servers, version -> sha256(version, catalog), isFound -> (isFound ? found : missed).increment());
    }

    @Produces
    @Singleton
    TextGenerator generator(InferenceCalls calls, SnapshotKeepers keepers) {
        return new GrpcTextGenerator(calls, keepers);
    }

    private static Counter sought(boolean found, MeterRegistry meters) {
        return Counter.builder("escriba.snapshots.sought")
                .description("Snapshots that were sought, as a reader came back to a text")
                .tag("found", Boolean.toString(found))
                .register(meters);
    }

    /** A version that is no longer published has no text to which a reader could come back. */
    private static String sha256(ModelVersion version, ModelCatalog catalog) {
        return catalog.find(new ModelVersion.Reference(version.name(), Optional.of(version.version())))
                .map(PublishedModel::sha256)
                .orElse("");
    }

    @Produces
    @Singleton
    TextScorer scorer(InferenceCalls calls) {
        return new GrpcTextScorer(calls);
    }

    @Produces
    @Singleton
    UnloadableVersions unloadable() {
        return new UnloadableVersions();
    }

    /** Asks the servers again and again, each time after they have answered. */
    void listen(
            @Observes StartupEvent start,
            InferenceServers servers,
            UnloadableVersions unloadable,
            GenerationConfig config) {
        asking = Uni.createFrom()
                .deferred(servers::models)
                .onItem()
                .invoke(unloadable::heard)
                .onFailure()
                .invoke(failure -> LOG.warn("The inference services could not be asked for their models.", failure))
                .onFailure()
                .recoverWithNull()
                .onItem()
                .delayIt()
                .by(config.inferenceRefresh())
                .repeat()
                .indefinitely()
                .subscribe()
                .with(answers -> {});
    }

    void stop(@Observes ShutdownEvent end) {
        asking.cancel();
    }

    @Produces
    @Singleton
    TextRequestReader reader(ModelCatalog catalog, UnloadableVersions unloadable, GenerationConfig config) {
        return new TextRequestReader(catalog, unloadable::has, config.maxPrompt(), new SecureRandom());
    }
}
