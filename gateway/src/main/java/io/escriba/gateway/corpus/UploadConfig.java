package io.escriba.gateway.corpus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How uploads are written. */
@ConfigMapping(prefix = "escriba.gateway")
interface UploadConfig {
    /**
     * Names this process among all gateways; letters, digits, {@code . _ -}. A name that stays the same over a restart
     * lets Kafka end at once what the process left unfinished; without it each process makes up its own, and readers
     * wait for {@code upload-timeout} instead.
     */
    Optional<@Pattern(regexp = "[A-Za-z0-9._-]{1,100}") String> instance();

    /** Most uploads at the same time, 1 to 100. Each may hold 8 MiB that Kafka has not yet taken. */
    @Min(1)
    @Max(100)
    @WithDefault("8")
    int maxUploads();

    /**
     * Longest time for one upload, 1 s to 1 d. The broker's {@code transaction.max.timeout.ms}, 15 minutes unless it
     * was changed, limits it.
     */
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    @WithDefault("PT10M")
    Duration uploadTimeout();
}
