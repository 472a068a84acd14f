package io.escriba.gateway.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.json.Json;
import io.escriba.kafka.Topic;
import io.escriba.training.TrainingJob;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Two gateways that order the same job. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // Quarkus fills the field before the first method runs
final class KafkaJobLogIT extends RunningGateway {
    private static final String ID = "nomes-r0";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void aJobIsOrderedOnceEvenByTwoGatewaysAtOnce() {
        TrainingJob lost = TestEvents.job(ID, 1);
        TrainingJob kept = TestEvents.job(ID, 2);
        try (KafkaJobLog here = gateway();
                KafkaJobLog there = gateway()) {
            ProblemException refused = catchThrowableOfType(
                    ProblemException.class,
                    () -> here.orderOnce(ID, () -> {
                        assertThat(there.orderOnce(ID, () -> kept)).isEqualTo(new JobLog.Order(kept, false));
                        return lost;
                    }));

            assertThat(refused.problem().status()).isEqualTo(409);
            assertThat(here.orderOnce(ID, () -> lost)).isEqualTo(new JobLog.Order(kept, true));
        }
        assertThat(log.await(Topic.TRAINING_JOBS, TestEvents.MODEL.value(), 1))
                .extracting(record -> Json.read(record.value(), TrainingJob.class))
                .filteredOn(job -> job.id().equals(ID))
                .doesNotContain(lost);
    }

    private KafkaJobLog gateway() {
        return new KafkaJobLog(Map.of("bootstrap.servers", bootstrapServers), Duration.ofSeconds(10));
    }
}
