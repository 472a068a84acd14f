package io.escriba.gateway.stream;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

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

    private static byte[] randomKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
