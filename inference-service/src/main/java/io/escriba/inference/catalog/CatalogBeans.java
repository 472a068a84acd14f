package io.escriba.inference.catalog;

import io.escriba.inference.batch.Admission;
import io.escriba.inference.batch.BatchConfig;
import io.escriba.inference.batch.StreamMetrics;
import io.escriba.inference.precision.PrecisionRule;
import io.escriba.inference.session.SessionConfig;
import io.escriba.inference.session.StateMemory;
import io.escriba.store.ModelStores;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the catalog a bean. */
final class CatalogBeans {
    @Produces
    @Singleton
    Catalog catalog(
            CatalogConfig config,
            StoreConfig store,
            S3Config s3,
            BatchConfig batch,
            SessionConfig session,
            Admission admission,
            StreamMetrics metrics,
            BackgroundThread background,
            MeterRegistry registry) {
        StateMemory memory = new StateMemory(session.stateMemory().asLongValue());
        long budget = config.memoryBudget().asLongValue();
        Catalog catalog = new Catalog(
                new Loader(
                        ModelStores.reader(store.uri(), s3.settings()),
                        new OrtModelOpener(
                                batch.maxStreams(),
                                session.threads(),
                                memory,
                                new PrecisionRule(config.precision(), config.mostLossRise()),
                                admission,
                                metrics,
                                batch.gatherTime())),
                budget,
                admission,
                background,
                new MicrometerCatalogMetrics(registry, budget));
        memory.onShortage(catalog::giveWay);
        return catalog;
    }

    @Produces
    @Singleton
    BackgroundThread background() {
        return new BackgroundThread("load-models");
    }

    void stop(@Disposes BackgroundThread background) {
        background.close();
    }
}
