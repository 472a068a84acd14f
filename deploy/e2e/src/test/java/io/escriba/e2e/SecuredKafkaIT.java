package io.escriba.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.e2e.Cluster.Member;
import io.escriba.e2e.TopicsDescription.TopicSettings;
import io.escriba.json.Json;
import io.escriba.kafka.Clients;
import io.escriba.kafka.DeadLetters;
import io.escriba.kafka.Topic;
import io.escriba.training.TrainingEvent;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything works with a Kafka of TLS, passwords and rights, and needs all of the rights that are listed and no other. What
 * the services have written and created then is what {@code docs/asyncapi.yaml} describes. */
class SecuredKafkaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TEXT = "João comeu a maçã, e Conceição riu: «ça va?» ".repeat(20);
    private static final String SMALL =
            "\"hiddenSize\":32,\"layers\":1,\"sequenceLength\":24,\"batchSize\":4," + "\"sampleLength\":10,";

    private static SecuredCluster cluster;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        RecordingAuthorizer.forget();
        cluster = SecuredCluster.start(directory);
        for (Member member : List.of(Member.STATISTICS, Member.TRAINER, Member.INFERENCE, Member.GATEWAY)) {
            // Whichever comes first must be able to create what is absent.
            cluster.broker().delete(Topic.UPLOADS);
            cluster.services().start(member);
        }
        doAllThatCanBeDone();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void allRightsThatAreListedAreUsedAndNoOtherIsAskedFor() throws Exception {
        assertThat(RecordingAuthorizer.denied()).isEmpty();
        assertThat(RecordingAuthorizer.unused(cluster.broker().rights())).isEmpty();
    }

    @Test
    void allRecordsAreDescribed() throws Exception {
        TopicsDescription description = TopicsDescription.read();
        Set<String> unreadable = records(Topic.DEAD_LETTER).stream()
                .map(letter -> DeadLetters.origin(letter.headers()).orElseThrow())
                .map(origin -> place(origin.topic(), origin.partition(), origin.offset()))
                .collect(Collectors.toSet());

        for (Topic topic : Topic.values()) {
            for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
                String place = place(record.topic(), record.partition(), record.offset());
                if (!unreadable.contains(place)) {
                    assertThat(description.differences(record)).as(place).isEmpty();
                    // Traces are off unless somebody asks for them.
                    assertThat(record.headers().lastHeader("traceparent"))
                            .as(place)
                            .isNull();
                }
            }
        }

        assertThat(description.unseen()).isEmpty();
    }

    @Test
    void allTopicsAreDescribed() throws Exception {
        Map<String, TopicSettings> found = new HashMap<>();
        try (Admin admin = Admin.create(cluster.broker().client(SecuredBroker.ADMIN))) {
            for (Topic topic : Topic.values()) {
                found.put(topic.topicName(), settings(admin, topic.topicName()));
            }
        }

        assertThat(TopicsDescription.read().topics()).isEqualTo(found);
    }

    private static void doAllThatCanBeDone() throws Exception {
        publishAsOthersDo();
        String first = upload("maca", TEXT, "Idempotency-Key", "first");
        assertThat(events(first)).contains("event: completed");
        assertThat(send("GET", "/api/corpora/maca/text", "").body()).contains("Conceição");
        write();
        String again = order("{" + SMALL + "\"initializeFrom\":\"maca\",\"steps\":2}", "Idempotency-Key", "again");
        assertThat(events(again)).contains("event: completed");
        cancelOneThatWouldNeverEnd();
        assertThat(events(upload("curta", "a"))).contains("event: failed");
        awaitDeadLetters();
        countJobsAsTheScalerDoes();
        assertDone(send("DELETE", "/api/models/maca", ""));
        assertDone(send("DELETE", "/api/corpora/maca", ""));
        await().atMost(PATIENCE)
                .until(() -> send("GET", "/api/corpora/maca", "").statusCode() == 404);
    }

    /** With a key in every partition, so that records must be brought home, and without one. */
    private static void publishAsOthersDo() throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                Clients.producer(cluster.broker().client("escriba-publisher"))) {
            String topic = Topic.CORPUS.topicName();
            for (int partition = 0; partition < producer.partitionsFor(topic).size(); partition++) {
                producer.send(new ProducerRecord<>(topic, partition, "linhas", "uma linha".getBytes(UTF_8)))
                        .get();
            }
            producer.send(new ProducerRecord<>(topic, "uma linha sem nome".getBytes(UTF_8)))
                    .get();
        }
        try (KafkaProducer<String, byte[]> producer =
                Clients.producer(cluster.broker().client(SecuredBroker.ADMIN))) {
            producer.send(new ProducerRecord<>(Topic.TRAINING_JOBS.topicName(), "maca", "no job".getBytes(UTF_8)))
                    .get();
        }
    }

    private static void write() throws Exception {
        await().atMost(PATIENCE).until(() -> cluster.services().metric(Member.INFERENCE, "escriba_model_version") > 0);
        String created = assertDone(send(
                "POST",
                "/api/streams",
                "{\"model\":\"maca\",\"prompt\":\"Jo\",\"maxCharacters\":50,\"ignoreEnd\":true}"));
        String id = Json.read(created, JsonNode.class).get("id").asText();

        assertThat(send("GET", "/api/streams/" + id, "").body()).contains("event: end", "\"generatedCharacters\":50");
    }

    private static void cancelOneThatWouldNeverEnd() throws Exception {
        String endless = order("{" + SMALL + "\"steps\":100000000}");
        await().atMost(PATIENCE).until(() -> isKept(endless));

        assertDone(send("DELETE", "/api/training/" + endless, ""));

        assertThat(events(endless)).contains("event: cancelled");
    }

    private static String place(String topic, int partition, long offset) {
        return topic + "-" + partition + " offset " + offset;
    }

    /** Whether there is a checkpoint of a job. */
    private static boolean isKept(String job) {
        return records(Topic.TRAINING_PROGRESS).stream()
                .map(record -> Json.read(record.value(), TrainingEvent.class))
                .anyMatch(event ->
                        event instanceof TrainingEvent.Checkpoint && event.job().equals(job));
    }

    /** All that a topic holds, as it is. */
    private static List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
        Map<String, Object> settings = new HashMap<>(cluster.broker().client(SecuredBroker.ADMIN));
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static TopicSettings settings(Admin admin, String topic) throws Exception {
        List<TopicPartitionInfo> partitions = admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .values()
                .iterator()
                .next()
                .partitions();
        Config config = admin.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic)))
                .all()
                .get()
                .values()
                .iterator()
                .next();
        return new TopicSettings(
                topic,
                partitions.size(),
                partitions.get(0).replicas().size(),
                new TreeSet<>(List.of(config.get("cleanup.policy").value().split(","))),
                config.get("retention.ms").value(),
                config.get("max.message.bytes").value());
    }

    /** Of a text and of a job. */
    private static void awaitDeadLetters() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                Json.read(send("GET", "/api/dead-letters", "").body(), JsonNode.class)
                                        .findValuesAsText("topic"))
                        .contains(Topic.CORPUS.topicName(), Topic.TRAINING_JOBS.topicName()));
    }

    private static void countJobsAsTheScalerDoes() throws Exception {
        try (Admin scaler = Admin.create(cluster.broker().client("escriba-scaler"))) {
            Map<TopicPartition, OffsetSpec> latest =
                    scaler
                            .listConsumerGroupOffsets("escriba-trainer")
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .keySet()
                            .stream()
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            assertThat(scaler.listOffsets(latest).all().get()).isNotEmpty();
        }
    }

    /** Returns the job that trains on it. */
    private static String upload(String corpus, String text, String... headers)
            throws IOException, InterruptedException {
        String spec = URLEncoder.encode("{" + SMALL + "\"steps\":20}", UTF_8);
        String receipt = assertDone(send("POST", "/api/corpora/" + corpus + "?spec=" + spec, text, headers));
        return Json.read(receipt, JsonNode.class).get("job").asText();
    }

    private static String order(String spec, String... headers) throws IOException, InterruptedException {
        String ordered = assertDone(send("POST", "/api/models/maca/train", spec, headers));
        return Json.read(ordered, JsonNode.class).get("job").asText();
    }

    /** All that is told of a job, up to its end. */
    private static String events(String job) throws IOException, InterruptedException {
        return assertDone(send("GET", "/api/training/" + job, ""));
    }

    private static String assertDone(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(cluster.services().uri(path)).method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return cluster.services().send(request);
    }
}
