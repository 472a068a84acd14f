package io.escriba.gateway.stream;

import io.escriba.gateway.security.caller.Callers;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Puts this package together. */
@Singleton
final class StreamBeans {
    private static final int KEY_BYTES = 32;

    @Produces
    @Singleton
    StreamIds ids(StreamConfig config) {
        return new StreamIds(config.streamKey()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .orElseGet(StreamBeans::randomKey));
    }

    @Produces
    @Singleton
    Tickets tickets(StreamConfig config, StreamIds ids, Callers callers) {
        return new Tickets(ids, config.streamLifetime(), callers::know, InstantSource.system());
    }

    private static byte[] randomKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
