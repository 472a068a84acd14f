package io.escriba.gateway.stream;

import io.escriba.gateway.corpus.RandomExcerpts;
import io.escriba.gateway.generation.TextRequestReader;
import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.security.caller.Callers;
import jakarta.enterprise.inject.Disposes;
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

    @Produces
    @Singleton
    StreamRequestReader requests(TextRequestReader texts, ModelCatalog catalog, RandomExcerpts excerpts) {
        return new StreamRequestReader(texts, new Beginnings(catalog, excerpts, texts.maxPrompt()));
    }

    @Produces
    @Singleton
    ThreadTimer timer() {
        return new ThreadTimer();
    }

    void close(@Disposes ThreadTimer timer) {
        timer.close();
    }

    private static byte[] randomKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
