package io.escriba.trainer.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.corpus.CorpusEvents;
import io.escriba.corpus.Dataset;
import io.escriba.kafka.Topic;
import io.escriba.name.Name;
import io.escriba.trainer.KafkaFixture;
import io.escriba.trainer.KafkaFixture.Records;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetReaderIT {
    private KafkaFixture kafka;

    @BeforeEach
    void start(@TempDir Path directory) {
        kafka = KafkaFixture.start(directory);
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    void aDatasetIsExactlyWhatWasPublishedInItsRange() throws InterruptedException {
        kafka.publishLine("nomes", "forgotten");
        kafka.publish("nomes", CorpusEvents.DELETED, "");
        kafka.publish("nomes", CorpusEvents.TEXT, "Joa");
        kafka.publish("nomes", CorpusEvents.TEXT, "\u0303o 🦜\n");
        kafka.publishLine("other", "not this");
        kafka.publishLine("nomes", "Conceição");
        kafka.publishLine("nomes", "after the end");

        Dataset dataset = upTo("nomes", "after the end");
        DatasetReader reader = new DatasetReader(kafka.client());

        assertThat(reader.read(dataset)).isEqualTo("Joa\u0303o 🦜\nConceição\n").isEqualTo(reader.read(dataset));
    }

    @Test
    void aRangeThatTheLogDoesNotHoldIsAnError() {
        Dataset gone = new Dataset(Topic.CORPUS.topicName(), 0, 5, 10, new Name("nomes"));

        assertThatThrownBy(() -> new DatasetReader(kafka.client()).read(gone))
                .isInstanceOf(DatasetGoneException.class)
                .hasMessageContaining("the log now holds offsets 0 to 0");
    }

    /** The corpus from the log's start to before the record that holds this line. */
    private Dataset upTo(String corpus, String line) throws InterruptedException {
        try (Records records = kafka.records(Topic.CORPUS)) {
            ConsumerRecord<String, byte[]> end =
                    records.await(record -> new String(record.value(), UTF_8).equals(line));
            return new Dataset(end.topic(), end.partition(), 0, end.offset(), new Name(corpus));
        }
    }
}
