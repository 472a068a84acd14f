package io.escriba.inference.grpc;

import io.escriba.inference.session.TinyGru;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.store.FileModelStore;
import io.escriba.store.ModelStore;
import io.escriba.store.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Does what a trainer does at its end: stores a version and announces it. */
final class Publisher implements AutoCloseable {
    private final FileModelStore store;
    private final KafkaProducer<String, byte[]> producer;

    Publisher(String bootstrapServers, Path store) {
        this.store = new FileModelStore(store);
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Publishes a network as a version. */
    void publish(ModelVersion version, TinyGru gru) throws Exception {
        publish(gru.manifest(version), gru.onnx());
    }

    /** Publishes a graph as the version that its manifest names. */
    void publish(Manifest manifest, byte[] graph) throws Exception {
        announce(manifest, graph, store(manifest.modelVersion(), graph));
    }

    /** Retires a model. */
    void retire(Name name) throws Exception {
        producer.send(new ProducerRecord<>(Topic.MODELS.topicName(), name.value(), null))
                .get();
    }

    /** Stores a graph and says where. */
    URI store(ModelVersion version, byte[] graph) throws IOException {
        Path file = Files.createTempFile("escriba", ".onnx");
        try {
            Files.write(file, graph);
            return store.put(version, Map.of(ModelStore.ONNX, file));
        } finally {
            Files.delete(file);
        }
    }

    /** Announces that this graph is there. */
    void announce(Manifest manifest, byte[] graph, URI artifact) throws Exception {
        ModelVersion version = manifest.modelVersion();
        announce(new PublishedModel(
                version.name(), version.version(), artifact, Sha256.of(graph), graph.length, manifest));
    }

    /** Announces this, be it true or not. */
    void announce(PublishedModel published) throws Exception {
        producer.send(CloudEvents.json(Topic.MODELS, published.name().value(), "test", PublishedModel.TYPE, published))
                .get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
