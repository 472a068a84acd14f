package io.escriba.inference.batch;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes admission and metrics beans. */
final class BatchBeans {
    @Produces
    @Singleton
    Admission admission(BatchConfig config) {
        return new Admission(new AdmissionLimits(config.maxStreams(), config.maxWaiting()), System::nanoTime);
    }

    @Produces
    @Singleton
    StreamMetrics metrics(MeterRegistry registry, Admission admission) {
        return new MicrometerStreamMetrics(registry, admission);
    }
}
