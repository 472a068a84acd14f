package io.escriba.inference.catalog;

import io.escriba.inference.batch.Admission;
import io.escriba.model.ModelVersion;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when requests can be served: see {@link Catalog#isReady}. Names what is served. */
@Readiness
@Singleton
final class CatalogReadiness implements HealthCheck {
    private final Catalog catalog;
    private final Admission admission;
    private final CatalogConfig config;

    CatalogReadiness(Catalog catalog, Admission admission, CatalogConfig config) {
        this.catalog = catalog;
        this.admission = admission;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("models")
                .status(admission.isOpen() && catalog.isReady(config.readyWithoutModel()));
        for (ModelVersion version : catalog.serving()) {
            response.withData(version.name().value(), version.version());
        }
        return response.build();
    }
}
