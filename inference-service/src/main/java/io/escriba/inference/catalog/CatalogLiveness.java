package io.escriba.inference.catalog;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive as long as announcements are read. One that has stopped to listen gets no new version, and must be restarted. */
@Liveness
@Singleton
final class CatalogLiveness implements HealthCheck {
    private final CatalogLifecycle lifecycle;

    CatalogLiveness(CatalogLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("announcements")
                .status(lifecycle.isFollowing())
                .build();
    }
}
