package io.escriba.gateway.generation;

import io.escriba.gateway.model.ModelCatalog;
import io.smallrye.stork.Stork;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** Puts this package together. */
@Singleton
final class GenerationBeans {
    /** As in {@code quarkus.stork.generation}. */
    private static final String SERVICE = "generation";

    @Produces
    @Singleton
    InferenceServers servers() {
        return new InferenceServers(Stork.getInstance().getService(SERVICE));
    }

    void close(@Disposes InferenceServers servers) {
        servers.close();
    }

    @Produces
    @Singleton
    InferenceCalls calls(InferenceServers servers, ModelCatalog catalog) {
        return new InferenceCalls(servers, catalog::has);
    }

    @Produces
    @Singleton
    TextGenerator generator(InferenceCalls calls) {
        return new GrpcTextGenerator(calls);
    }

    @Produces
    @Singleton
    TextScorer scorer(InferenceCalls calls) {
        return new GrpcTextScorer(calls);
    }

    @Produces
    @Singleton
    TextRequestReader reader(ModelCatalog catalog, GenerationConfig config) {
        return new TextRequestReader(catalog, config.maxPrompt(), new SecureRandom());
    }
}
