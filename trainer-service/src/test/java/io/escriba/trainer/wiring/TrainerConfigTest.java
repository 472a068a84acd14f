package io.escriba.trainer.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.store.S3Settings;
import io.escriba.trainer.job.TrainingDevice;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainerConfigTest {
    @Test
    void takesOverEveryKey() {
        TrainerConfig config = config(Map.ofEntries(
                Map.entry("escriba.store", "s3://models/somewhere"),
                Map.entry("escriba.s3.endpoint", "http://minio:9000"),
                Map.entry("escriba.s3.region", "sa-east-1"),
                Map.entry("escriba.s3.path-style", "true"),
                Map.entry("escriba.s3.part-size", "6M"),
                Map.entry("escriba.s3.attempts", "2"),
                Map.entry("escriba.s3.timeout", "4s"),
                Map.entry("escriba.trainer.directory", "/elsewhere"),
                Map.entry("escriba.trainer.dataset-cache", "3M"),
                Map.entry("escriba.trainer.device", "cuda"),
                Map.entry("escriba.trainer.roles", "statistics"),
                Map.entry("escriba.training.quiet-period", "3s"),
                Map.entry("escriba.training.growth", "0.5"),
                Map.entry("escriba.training.checkpoint-interval", "7s"),
                Map.entry("escriba.topics.partitions", "5"),
                Map.entry("escriba.topics.replication", "3")));

        assertThat(config.store()).isEqualTo(URI.create("s3://models/somewhere"));
        assertThat(config.s3().settings())
                .isEqualTo(new S3Settings(
                        Optional.of(URI.create("http://minio:9000")),
                        Optional.of("sa-east-1"),
                        true,
                        6 << 20,
                        2,
                        Duration.ofSeconds(4)));
        assertThat(config.trainer().directory()).isEqualTo(Path.of("/elsewhere"));
        assertThat(config.trainer().device()).isEqualTo(TrainingDevice.CUDA);
        assertThat(config.trainer().roles()).containsExactly(TrainerConfig.Role.STATISTICS);
        assertThat(config.training().quietPeriod()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.trainer().datasetCache().asLongValue()).isEqualTo(3 << 20);
        assertThat(config.training().checkpointInterval()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.training().growth()).isEqualTo(0.5);
        assertThat(config.topics().partitions()).isEqualTo(5);
        assertThat(config.topics().replication()).isEqualTo((short) 3);
    }

    @Test
    void namesEveryValueThatIsOutOfRange() {
        assertThatThrownBy(() -> config(Map.of(
                        "escriba.store", "file:///somewhere",
                        "escriba.s3.attempts", "0",
                        "escriba.s3.timeout", "2h",
                        "escriba.training.growth", "-1",
                        "escriba.training.checkpoint-interval", "10ms",
                        "escriba.topics.partitions", "0",
                        "escriba.topics.replication", "0")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("escriba.s3.attempts")
                .hasMessageContaining("escriba.s3.timeout")
                .hasMessageContaining("escriba.training.growth")
                .hasMessageContaining("escriba.training.checkpoint-interval")
                .hasMessageContaining("escriba.topics.partitions")
                .hasMessageContaining("escriba.topics.replication");
    }

    private static TrainerConfig config(Map<String, String> values) {
        try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
            return new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withSources(new PropertiesConfigSource(values, "test", 100))
                    .withMapping(TrainerConfig.class)
                    .withDefaultValue("java.io.tmpdir", "/nowhere")
                    .withDefaultValue("user.home", "/nowhere")
                    .withValidator(new BeanValidationConfigValidator() {
                        @Override
                        public Validator getValidator() {
                            return factory.getValidator();
                        }
                    })
                    .build()
                    .getConfigMapping(TrainerConfig.class);
        }
    }
}
