package io.escriba.trainer.wiring;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;

/** What the trainer service can be told. */
@ConfigMapping(prefix = "escriba")
public interface TrainerConfig {
    /** The model store, a {@code file:} URI that the inference service can read too. */
    @WithDefault("file://${user.home}/.escriba/models/")
    URI store();

    /** The trainer. */
    Trainer trainer();

    /** When corpora without a sealed event are trained on. */
    Training training();

    /** The topics that this service creates where they are absent. */
    Topics topics();

    /** The trainer itself. */
    interface Trainer {
        /** Directory for local state, which may be lost. */
        @WithDefault("${java.io.tmpdir}/escriba-trainer")
        Path directory();

        /**
         * What the encoded texts of datasets may take on disk, such as {@code 8G}. The one in use stays, however long it is.
         */
        @WithDefault("8G")
        MemorySize datasetCache();

        /** What this process does: {@code statistics} follows the corpora, {@code training} takes jobs. */
        @WithDefault("statistics,training")
        Set<Role> roles();
    }

    /** What a trainer process does. */
    enum Role {
        STATISTICS,
        TRAINING
    }

    /** When corpora without a sealed event are trained on. */
    interface Training {
        /** How long such a corpus must be unchanged. */
        @WithDefault("10s")
        Duration quietPeriod();

        /** How much it must have grown since its last training, as a fraction of its length then; 0 to 100. */
        @DecimalMin("0")
        @DecimalMax("100")
        @WithDefault("0.2")
        double growth();

        /**
         * How much of a training may be lost when its trainer dies: the time from one checkpoint to the next. There is
         * also one at the end of each pass over the corpus, at most every second. At least {@code 1s}.
         */
        @DurationMin(seconds = 1)
        @WithDefault("1m")
        Duration checkpointInterval();
    }

    /** Topics to be created. */
    interface Topics {
        /** Partitions of each; 1 to 10,000. */
        @Min(1)
        @Max(10_000)
        @WithDefault("12")
        int partitions();

        /** Copies of each partition; 1 to 10. */
        @Min(1)
        @Max(10)
        @WithDefault("1")
        short replication();
    }
}
