package io.escriba.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.inference.batch.BatchConfig;
import io.escriba.inference.catalog.CatalogConfig;
import io.escriba.inference.catalog.S3Config;
import io.escriba.inference.catalog.StoreConfig;
import io.escriba.inference.catalog.TopicsConfig;
import io.escriba.inference.grpc.GrpcConfig;
import io.escriba.inference.precision.ServingPrecision;
import io.escriba.inference.session.Device;
import io.escriba.inference.session.SessionConfig;
import io.escriba.inference.snapshot.SnapshotConfig;
import io.escriba.store.S3Settings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void takesOverEveryKey() {
        SmallRyeConfig config = config(Map.ofEntries(
                Map.entry("escriba.inference.max-streams", "7"),
                Map.entry("escriba.inference.max-waiting", "8"),
                Map.entry("escriba.inference.gather-time", "10ms"),
                Map.entry("escriba.inference.max-characters", "9"),
                Map.entry("escriba.inference.max-prompt-characters", "5"),
                Map.entry("escriba.inference.max-scored-characters", "6"),
                Map.entry("escriba.inference.threads", "3"),
                Map.entry("escriba.inference.device", "cuda"),
                Map.entry("escriba.inference.state-memory", "4M"),
                Map.entry("escriba.inference.snapshot-memory", "3M"),
                Map.entry("escriba.inference.memory-budget", "5M"),
                Map.entry("escriba.inference.precision.\"joao.2\"", "int8"),
                Map.entry("escriba.inference.precision.maria", "float32"),
                Map.entry("escriba.inference.most-loss-rise", "0.5"),
                Map.entry("escriba.inference.drain", "2s"),
                Map.entry("escriba.inference.ready-without-model", "false"),
                Map.entry("escriba.store", "s3://models/somewhere"),
                Map.entry("escriba.s3.endpoint", "http://minio:9000"),
                Map.entry("escriba.s3.region", "sa-east-1"),
                Map.entry("escriba.s3.path-style", "true"),
                Map.entry("escriba.s3.part-size", "6M"),
                Map.entry("escriba.s3.attempts", "2"),
                Map.entry("escriba.s3.timeout", "4s"),
                Map.entry("escriba.topics.partitions", "5"),
                Map.entry("escriba.topics.replication", "3")));

        BatchConfig batch = config.getConfigMapping(BatchConfig.class);
        CatalogConfig catalog = config.getConfigMapping(CatalogConfig.class);
        TopicsConfig topics = config.getConfigMapping(TopicsConfig.class);
        assertThat(batch.maxStreams()).isEqualTo(7);
        assertThat(batch.gatherTime()).isEqualTo(Duration.ofMillis(10));
        assertThat(batch.maxWaiting()).isEqualTo(8);
        assertThat(config.getConfigMapping(GrpcConfig.class).maxCharacters()).isEqualTo(9);
        assertThat(config.getConfigMapping(GrpcConfig.class).maxPromptCharacters())
                .isEqualTo(5);
        assertThat(config.getConfigMapping(GrpcConfig.class).maxScoredCharacters())
                .isEqualTo(6);
        assertThat(config.getConfigMapping(SessionConfig.class).threads()).isEqualTo(3);
        assertThat(config.getConfigMapping(SessionConfig.class).device()).isEqualTo(Device.CUDA);
        assertThat(config.getConfigMapping(SessionConfig.class).stateMemory().asLongValue())
                .isEqualTo(4 * 1024 * 1024);
        assertThat(config.getConfigMapping(SnapshotConfig.class)
                        .snapshotMemory()
                        .asLongValue())
                .isEqualTo(3 * 1024 * 1024);
        assertThat(catalog.memoryBudget().asLongValue()).isEqualTo(5 * 1024 * 1024);
        assertThat(catalog.precision())
                .containsOnly(Map.entry("joao.2", ServingPrecision.INT8), Map.entry("maria", ServingPrecision.FLOAT32));
        assertThat(catalog.mostLossRise()).isEqualTo(0.5);
        assertThat(catalog.drain()).isEqualTo(Duration.ofSeconds(2));
        assertThat(catalog.readyWithoutModel()).isFalse();
        assertThat(config.getConfigMapping(StoreConfig.class).uri()).isEqualTo(URI.create("s3://models/somewhere"));
        assertThat(config.getConfigMapping(S3Config.class).settings())
                .isEqualTo(new S3Settings(
                        Optional.of(URI.create("http://minio:9000")),
                        Optional.of("sa-east-1"),
                        true,
                        6 << 20,
                        2,
                        Duration.ofSeconds(4)));
        assertThat(topics.partitions()).isEqualTo(5);
        assertThat(topics.replication()).isEqualTo((short) 3);
    }

    @Test
    void namesEveryValueThatIsOutOfRange() {
        assertThatThrownBy(() -> config(Map.ofEntries(
                        Map.entry("escriba.inference.max-streams", "0"),
                        Map.entry("escriba.inference.max-waiting", "-1"),
                        Map.entry("escriba.inference.gather-time", "2s"),
                        Map.entry("escriba.inference.max-characters", "0"),
                        Map.entry("escriba.inference.max-prompt-characters", "0"),
                        Map.entry("escriba.inference.max-scored-characters", "0"),
                        Map.entry("escriba.inference.threads", "0"),
                        Map.entry("escriba.inference.most-loss-rise", "-1"),
                        Map.entry("escriba.s3.attempts", "0"),
                        Map.entry("escriba.s3.timeout", "2h"),
                        Map.entry("escriba.topics.partitions", "0"),
                        Map.entry("escriba.topics.replication", "0"))))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("escriba.inference.max-streams")
                .hasMessageContaining("escriba.inference.max-waiting")
                .hasMessageContaining("escriba.inference.gather-time")
                .hasMessageContaining("escriba.inference.max-characters")
                .hasMessageContaining("escriba.inference.max-prompt-characters")
                .hasMessageContaining("escriba.inference.max-scored-characters")
                .hasMessageContaining("escriba.inference.threads")
                .hasMessageContaining("escriba.inference.most-loss-rise")
                .hasMessageContaining("escriba.s3.attempts")
                .hasMessageContaining("escriba.s3.timeout")
                .hasMessageContaining("escriba.topics.partitions")
                .hasMessageContaining("escriba.topics.replication");
    }

    @Test
    void computesNoModelWithFewerBitsUnlessItIsNamed() {
        SmallRyeConfig config = config(Map.of("escriba.store", "file:///somewhere"));

        assertThat(config.getConfigMapping(CatalogConfig.class).precision()).isEmpty();
    }

    private static SmallRyeConfig config(Map<String, String> values) {
        try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
            return new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withSources(new PropertiesConfigSource(values, "test", 100))
                    .withMapping(BatchConfig.class)
                    .withMapping(CatalogConfig.class)
                    .withMapping(GrpcConfig.class)
                    .withMapping(S3Config.class)
                    .withMapping(SessionConfig.class)
                    .withMapping(SnapshotConfig.class)
                    .withMapping(StoreConfig.class)
                    .withMapping(TopicsConfig.class)
                    .withDefaultValue("user.home", "/nowhere")
                    .withValidator(new BeanValidationConfigValidator() {
                        @Override
                        public Validator getValidator() {
                            return factory.getValidator();
                        }
                    })
                    .build();
        }
    }
}
