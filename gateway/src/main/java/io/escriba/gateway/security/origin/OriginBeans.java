package io.escriba.gateway.security.origin;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts this package together. */
@Singleton
final class OriginBeans {
    @Produces
    @Singleton
    OwnNames names(OriginConfig config, @ConfigProperty(name = "quarkus.http.host") String listening) {
        return OwnNames.of(listening, config.hosts().orElse(List.of()));
    }
}
