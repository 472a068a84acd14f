package io.escriba.trainer.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;

class TrainerConfigTest {
    @Test
    void takesOverEveryKey() {
        TrainerConfig config = config(Map.of(
                "escriba.store", "file:///somewhere",
                "escriba.trainer.directory", "/elsewhere",
                "escriba.trainer.dataset-cache", "3M",
                "escriba.trainer.roles", "statistics",
                "escriba.training.quiet-period", "3s",
                "escriba.training.growth", "0.5",
                "escriba.training.checkpoint-interval", "7s",
                "escriba.topics.partitions", "5",
                "escriba.topics.replication", "3"));

        assertThat(config.store()).isEqualTo(URI.create("file:///somewhere"));
        assertThat(config.trainer().directory()).isEqualTo(Path.of("/elsewhere"));
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
                        "escriba.training.growth", "-1",
                        "escriba.training.checkpoint-interval", "10ms",
                        "escriba.topics.partitions", "0",
                        "escriba.topics.replication", "0")))
                .isInstanceOf(ConfigValidationException.class)
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
