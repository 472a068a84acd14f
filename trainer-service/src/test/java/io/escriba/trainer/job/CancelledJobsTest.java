package io.escriba.trainer.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.kafka.Topic;
import io.escriba.training.TrainingCancellation;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CancelledJobsTest {
    private final CancelledJobs jobs = new CancelledJobs();

    @Test
    void knowsTheJobsThatWereCancelled() {
        jobs.read(record(Json.bytes(new TrainingCancellation("nomes-0-1", Instant.EPOCH))));

        assertThat(jobs.contains("nomes-0-1")).isTrue();
        assertThat(jobs.contains("nomes-0-2")).isFalse();
    }

    @Test
    void aRecordWithoutAValueSaysNothing() {
        jobs.read(record(null));

        assertThat(jobs.contains("nomes-0-1")).isFalse();
    }

    @Test
    void whatIsNoCancellationIsRefused() {
        assertThatThrownBy(() -> jobs.read(record("{}".getBytes(UTF_8)))).isInstanceOf(MalformedJsonException.class);
    }

    private static ConsumerRecord<String, byte[]> record(byte @Nullable [] value) {
        return new ConsumerRecord<>(Topic.TRAINING_CANCELLATIONS.topicName(), 0, 0, "nomes-0-1", value);
    }
}
