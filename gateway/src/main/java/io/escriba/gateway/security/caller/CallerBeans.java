package io.escriba.gateway.security.caller;

import io.escriba.gateway.security.caller.ApiKeys.Entry;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts this package together. */
@Singleton
final class CallerBeans {
    /** How soon a key that was added or withdrawn is noticed. A file of keys is small. */
    private static final int SECONDS_BETWEEN_READINGS = 1;

    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "api-keys");
        thread.setDaemon(true);
        return thread;
    });

    @Produces
    @Singleton
    Callers callers(
            CallerConfig config,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean tokens,
            IdentityProviderManager identities) {
        List<String> keys = config.keys().orElse(List.of());
        boolean anyKeys = !keys.isEmpty() || config.file().isPresent();
        if (tokens && anyKeys) {
            throw new IllegalStateException(
                    "There are API keys, and quarkus.oidc.tenant-enabled is true, but only one of"
                            + " both can tell who calls. Take escriba.api-keys and escriba.api-keys.file away, or set"
                            + " quarkus.oidc.tenant-enabled to false.");
        }
        if (tokens) {
            return new TokenHolders(request -> QuarkusHttpUser.getSecurityIdentity(request, identities));
        }
        if (!anyKeys) {
            return new Anyone();
        }
        List<Entry> entries = IntStream.range(0, keys.size())
                .mapToObj(i -> new Entry("Key " + (i + 1) + " of escriba.api-keys", keys.get(i)))
                .toList();
        KeyRing ring = new KeyRing(entries, config.file());
        if (config.file().isPresent()) {
            var unused = reader.scheduleWithFixedDelay(
                    ring::refresh, SECONDS_BETWEEN_READINGS, SECONDS_BETWEEN_READINGS, TimeUnit.SECONDS);
        }
        return new KeyHolders(ring);
    }

    @PreDestroy
    void close() {
        reader.shutdownNow();
    }
}
