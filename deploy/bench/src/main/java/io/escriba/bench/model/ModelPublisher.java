package io.escriba.bench.model;

import io.escriba.json.Json;
import io.escriba.kafka.Clients;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.kafka.Topics;
import io.escriba.local.CommandException;
import io.escriba.model.Manifest;
import io.escriba.model.PublishedModel;
import io.escriba.store.FileModelStore;
import io.escriba.store.ModelStore;
import io.escriba.store.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Does what a trainer does at its end: stores a version, and then announces it. */
public final class ModelPublisher implements AutoCloseable {
    /** Those that services make topics with. */
    private static final int PARTITIONS = 12;

    private static final short REPLICATION = 1;

    private final ModelStore store;
    private final KafkaProducer<String, byte[]> producer;

    /**
     * For a broker, whose topics are made, and for the services around it.
     *
     * @param kafka the broker's address
     * @param models the directory in which the services look for models
     */
    public ModelPublisher(String kafka, Path models) {
        Map<String, Object> client = Map.of("bootstrap.servers", kafka);
        Topics.createMissing(client, PARTITIONS, REPLICATION);
        this.store = new FileModelStore(models);
        this.producer = Clients.producer(client);
    }

    /**
     * Stores a version.
     *
     * @return what is to be announced
     * @throws CommandException when it cannot be stored
     */
    public PublishedModel store(RandomModel model, long version) {
        Manifest manifest = model.manifest(version);
        byte[] onnx = model.onnx(version);
        try {
            URI artifact = put(manifest, onnx);
            return new PublishedModel(model.name(), version, artifact, Sha256.of(onnx), onnx.length, manifest);
        } catch (IOException e) {
            throw new CommandException(
                    manifest.modelVersion() + " cannot be stored: " + e.getMessage() + ". Use another disk by --dir.",
                    e);
        }
    }

    private URI put(Manifest manifest, byte[] onnx) throws IOException {
        Path scratch = Files.createTempDirectory("escriba-bench");
        Path onnxFile = scratch.resolve("onnx");
        Path manifestFile = scratch.resolve("manifest");
        try {
            Files.write(onnxFile, onnx);
            Files.write(manifestFile, Json.bytes(manifest));
            return store.put(
                    manifest.modelVersion(), Map.of(ModelStore.ONNX, onnxFile, ModelStore.MANIFEST, manifestFile));
        } finally {
            Files.deleteIfExists(onnxFile);
            Files.deleteIfExists(manifestFile);
            Files.delete(scratch);
        }
    }

    /**
     * Announces a version that has been stored, and returns when Kafka has the record.
     *
     * @throws CommandException when Kafka does not take it
     */
    public void announce(PublishedModel published) throws InterruptedException {
        try {
            producer.send(CloudEvents.json(
                            Topic.MODELS, published.name().value(), "benchmark", PublishedModel.TYPE, published))
                    .get();
        } catch (ExecutionException e) {
            throw new CommandException(
                    "Kafka does not take the announcement of " + published.modelVersion() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
