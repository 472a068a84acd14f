package io.escriba.inference.catalog;

import io.escriba.json.Json;
import io.escriba.kafka.Topic;
import io.escriba.kafka.TopicFollower;
import io.escriba.kafka.Traces;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Tells a catalog what the topic {@code escriba.models} says, from its start on. */
final class KafkaModelFeed implements AutoCloseable {
    private final TopicFollower follower;

    private KafkaModelFeed(TopicFollower follower) {
        this.follower = follower;
    }

    /**
     * Begins to read.
     *
     * @param client settings of a Kafka client
     */
    static KafkaModelFeed start(Map<String, Object> client, Catalog catalog) {
        TopicFollower follower = TopicFollower.start(client, Topic.MODELS, record -> tell(catalog, record));
        // A follower that fails says so itself, and the catalog stays unready.
        CompletionStage<Void> caughtUp = follower.caughtUp();
        caughtUp.thenRun(catalog::caughtUp);
        return new KafkaModelFeed(follower);
    }

    /**
     * Tells what one record says.
     *
     * @throws IllegalArgumentException when it contradicts itself or is no announcement
     */
    static void tell(Catalog catalog, ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            throw new IllegalArgumentException("An announcement has the model's name as its key, but this has no key.");
        }
        Name name = new Name(record.key());
        if (record.value() == null) {
            catalog.retire(name);
            return;
        }
        PublishedModel published = Json.read(record.value(), PublishedModel.class);
        if (!published.name().equals(name)
                || !published.manifest().modelVersion().equals(published.modelVersion())) {
            throw new IllegalArgumentException("The announcement of '" + published.modelVersion() + "' has the key '"
                    + name + "' and the manifest of '" + published.manifest().modelVersion()
                    + "'. All three must name the same model.");
        }
        // What is loaded belongs to the trace of the training.
        Traces.of(record.headers()).wrap(() -> catalog.announce(published)).run();
    }

    /** Whether it goes on reading. It ends when it is closed, or after a failure that has been logged. */
    boolean isRunning() {
        return follower.isRunning();
    }

    @Override
    public void close() {
        follower.close();
    }
}
