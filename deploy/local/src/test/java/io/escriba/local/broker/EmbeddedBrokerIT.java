package io.escriba.local.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.kafka.Topic;
import io.escriba.kafka.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    private static final String TOPIC = Topic.CORPUS.topicName();

    @TempDir
    private Path directory;

    @Test
    void servesWhatItWasSentAgainAfterARestart() throws Exception {
        byte[] largest = new byte[1024 * 1024];
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            Topics.createMissing(client(broker), 1, (short) 1);
            try (KafkaProducer<String, byte[]> producer = transactional(broker)) {
                producer.initTransactions();
                producer.beginTransaction();
                List<Future<RecordMetadata>> sent = List.of(
                        producer.send(new ProducerRecord<>(TOPIC, "nomes", "João\n".getBytes(UTF_8))),
                        producer.send(new ProducerRecord<>(TOPIC, "zeros", largest)));
                producer.commitTransaction();
                assertThat(sent).allMatch(Future::isDone);
            }
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            List<ConsumerRecord<String, byte[]>> records = read(broker, 2);

            assertThat(records).extracting(ConsumerRecord::key).containsExactly("nomes", "zeros");
            assertThat(records.get(0).value()).isEqualTo("João\n".getBytes(UTF_8));
            assertThat(records.get(1).value()).isEqualTo(largest);
            assertThat(kcat("-C", "-b", broker.bootstrapServers(), "-t", TOPIC, "-o", "beginning", "-c", "1"))
                    .contains("João");
        }
    }

    @Test
    void readsWhatKcatWrites() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            Topics.createMissing(client(broker), 1, (short) 1);
            Path file = Files.writeString(directory.resolve("file.txt"), "Conceição\nUbirajara\n");

            kcat("-P", "-b", broker.bootstrapServers(), "-t", TOPIC, "-k", "nomes", "-l", file.toString());

            assertThat(read(broker, 2))
                    .extracting(record -> record.key() + ":" + new String(record.value(), UTF_8))
                    .containsExactly("nomes:Conceição", "nomes:Ubirajara");
        }
    }

    @Test
    void refusesAPortThatIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(directory, taken.getLocalPort()))
                    .hasMessageStartingWith("Port " + taken.getLocalPort() + " is in use.");
        }
    }

    private static Map<String, Object> client(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static KafkaProducer<String, byte[]> transactional(EmbeddedBroker broker) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "transactional.id",
                        "it",
                        "max.request.size",
                        2 * 1024 * 1024),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** The first records of the topic. Waits for them without end: a test that hangs here has lost one. */
    private static List<ConsumerRecord<String, byte[]>> read(EmbeddedBroker broker, int count) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client(broker), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(TOPIC, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (records.size() < count) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
            return records;
        }
    }

    private static String kcat(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kcat"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
