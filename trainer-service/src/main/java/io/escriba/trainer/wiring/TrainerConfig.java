package io.escriba.trainer.wiring;

import io.escriba.store.S3Settings;
import io.escriba.trainer.job.TrainingDevice;
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
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What the trainer service can be told. */
@ConfigMapping(prefix = "escriba")
public interface TrainerConfig {
    /** The model store, a {@code file:} or {@code s3:} URI that the inference service can read too. */
    @WithDefault("file://${user.home}/.escriba/models/")
    URI store();

    /** How a model store in S3 is spoken to. */
    S3 s3();

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

        /** What trainings are computed on: {@code cpu}, {@code cuda}, or {@code auto}, which takes CUDA where there is a GPU. */
        @WithDefault("auto")
        TrainingDevice device();

        /** What this process does: {@code statistics} follows the corpora, {@code training} takes jobs. */
        @WithDefault("statistics,training")
        Set<Role> roles();
    }

    /** What a trainer process does. */
    enum Role {
        STATISTICS,
        TRAINING
    }

    /**
     * How a model store in S3 is spoken to. Credentials come from where the AWS SDK looks for them: the variables
     * {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}, a profile, or the role of a pod or machine.
     */
    interface S3 {
        /** The server, such as {@code https://s3.example.org:9000}; none for Amazon's. */
        Optional<URI> endpoint();

        /** The bucket's region; without one, what the AWS SDK finds, or {@code us-east-1} where there is an endpoint. */
        Optional<String> region();

        /** Whether the bucket is in the path instead of the host name, as servers without a name for each bucket want it. */
        @WithDefault("false")
        boolean pathStyle();

        /** Larger files are sent in parts of this size; {@code 5M} to {@code 5120M}. */
        @WithDefault("8M")
        MemorySize partSize();

        /** How often each request is made before the store is taken for away and the job that needs it waits; 1 to 100. */
        @Min(1)
        @Max(100)
        @WithDefault("3")
        int attempts();

        /** How long the server may be silent; {@code 1ms} to {@code 1h}. */
        @DurationMin(millis = 1)
        @DurationMax(hours = 1)
        @WithDefault("30s")
        Duration timeout();

        /** As the model store wants them. */
        default S3Settings settings() {
            return new S3Settings(endpoint(), region(), pathStyle(), partSize().asLongValue(), attempts(), timeout());
        }
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
