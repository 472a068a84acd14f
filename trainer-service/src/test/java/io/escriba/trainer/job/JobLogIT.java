package io.escriba.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.json.Json;
import io.escriba.kafka.Clients;
import io.escriba.kafka.Topic;
import io.escriba.name.Name;
import io.escriba.trainer.KafkaFixture;
import io.escriba.trainer.KafkaFixture.Records;
import io.escriba.training.TrainingEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two trainers that both believe to own a job. */
class JobLogIT {
    private static final String JOB = "job-1";
    private static final String GROUP = "trainers";
    private static final TopicPartition PARTITION = new TopicPartition(Topic.TRAINING_JOBS.topicName(), 0);

    @TempDir
    private Path directory;

    private KafkaFixture kafka;

    @BeforeEach
    void start() {
        kafka = KafkaFixture.start(directory.resolve("kafka"));
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    void whoeverHasLostAJobCanPublishNothingMoreOfIt() throws Exception {
        try (Records progress = kafka.records(Topic.TRAINING_PROGRESS);
                KafkaConsumer<String, byte[]> member = Clients.member(kafka.client(), GROUP);
                JobLog lost = JobLog.open(kafka.client(), JOB)) {
            lost.write(event("before"));
            try (JobLog owner = JobLog.open(kafka.client(), JOB)) {
                assertThatThrownBy(() -> lost.write(event("after"))).isInstanceOf(KafkaException.class);
                assertThatThrownBy(() -> finish(lost, "the end of another", member))
                        .isInstanceOf(KafkaException.class);
                assertThat(member.committed(Set.of(PARTITION)).get(PARTITION)).isNull();

                finish(owner, "end", member);
            }

            assertThat(List.of(next(progress), next(progress))).containsExactly("before", "end");
            assertThat(member.committed(Set.of(PARTITION))).containsEntry(PARTITION, new OffsetAndMetadata(1));
        }
    }

    private static void finish(JobLog log, String reason, KafkaConsumer<String, byte[]> member) {
        log.finish(
                List.of(JobLog.record(event(reason))),
                Map.of(PARTITION, new OffsetAndMetadata(1)),
                member.groupMetadata());
    }

    private static TrainingEvent event(String reason) {
        return new TrainingEvent.Failed(JOB, new Name("names"), Instant.EPOCH, reason);
    }

    private static String next(Records progress) throws InterruptedException {
        ConsumerRecord<String, byte[]> record = progress.await(any -> true);
        return ((TrainingEvent.Failed) Json.read(record.value(), TrainingEvent.class)).reason();
    }
}
