package io.escriba.gateway.security.limit;

import io.github.bucket4j.TimeMeter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts this package together. */
@Singleton
final class LimitBeans {
    @Produces
    @Singleton
    RequestRate rate(LimitConfig config) {
        return new RequestRate(
                config.requestsPerMinutePerKey(), config.requestBurstPerKey(), TimeMeter.SYSTEM_NANOTIME);
    }

    @Produces
    @Singleton
    RunningStreams streams(LimitConfig config) {
        return new RunningStreams(config.maxStreamsPerKey());
    }
}
