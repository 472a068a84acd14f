package io.escriba.inference.catalog;

import io.escriba.inference.batch.Admission;
import io.escriba.inference.batch.BatchConfig;
import io.escriba.inference.batch.StreamMetrics;
import io.escriba.inference.precision.PrecisionRule;
import io.escriba.inference.precision.ServingPrecision;
import io.escriba.inference.session.Processor;
import io.escriba.inference.session.SessionConfig;
import io.escriba.inference.session.StateMemory;
import io.escriba.store.ModelReader;
import io.escriba.store.ModelStores;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Makes the catalog a bean. */
final class CatalogBeans {
    private static final System.Logger LOG = System.getLogger(CatalogBeans.class.getName());

    @Produces
    @Singleton
    ModelReader reader(StoreConfig store, S3Config s3) {
        return ModelStores.reader(store.uri(), s3.settings());
    }

    @Produces
    @Singleton
    Catalog catalog(
            CatalogConfig config,
            ModelReader reader,
            BatchConfig batch,
            SessionConfig session,
            Admission admission,
            StreamMetrics metrics,
            BackgroundThread background,
            MeterRegistry registry,
            Tracer tracer) {
        Processor processor = Processor.of(session.device(), session.threads());
        StateMemory memory = new StateMemory(session.stateMemory().asLongValue());
        long budget = config.memoryBudget().asLongValue();
        Catalog catalog = new Catalog(
                new Loader(
                        reader,
                        new OrtModelOpener(
                                batch.maxStreams(),
                                processor,
                                memory,
                                precision(config, processor),
                                admission,
                                metrics,
                                batch.gatherTime()),
                        new JvmHeap(),
                        tracer),
                budget,
                admission,
                background,
                new MicrometerCatalogMetrics(registry, budget));
        memory.onShortage(catalog::giveWay);
        return catalog;
    }

    /** What has weights of int8 has them for the processor's instructions. */
    private static PrecisionRule precision(CatalogConfig config, Processor processor) {
        boolean reduced = config.precision().containsValue(ServingPrecision.INT8);
        if (processor.cuda() && reduced) {
            LOG.log(
                    Level.WARNING,
                    "Models are computed in float32 on CUDA, also those for which escriba.inference.precision says int8.");
        }
        return new PrecisionRule(processor.cuda() ? Map.of() : config.precision(), config.mostLossRise());
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
