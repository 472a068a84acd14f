package io.escriba.trainer.corpus;

import io.escriba.kafka.Topic;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** The stream from corpus records to statistics, training jobs and dead letters. */
final class CorpusTopology {
    private static final String SOURCE = "corpus";
    private static final String PROCESSOR = "follow-corpora";

    private CorpusTopology() {}

    static Topology build(TriggerRule rule, CorpusMetrics metrics, HomePartition home) {
        Topology topology = new Topology();
        // Keys as bytes: what is no UTF-8 must reach the dead letters as it came.
        topology.addSource(SOURCE, new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topic.CORPUS.topicName());
        topology.addProcessor(PROCESSOR, () -> new CorpusProcessor(rule, metrics, home), SOURCE);
        // A few kilobytes for each corpus: in memory, and restored from its changelog at start. The cache writes a
        // corpus to the changelog once a commit, however many records it has had.
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(CorpusProcessor.STORE),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withCachingEnabled(),
                PROCESSOR);
        sink(topology, CorpusProcessor.CORPUS_SINK, Topic.CORPUS);
        sink(topology, CorpusProcessor.CORPORA_SINK, Topic.CORPORA);
        sink(topology, CorpusProcessor.JOBS_SINK, Topic.TRAINING_JOBS);
        sink(topology, CorpusProcessor.DEAD_LETTER_SINK, Topic.DEAD_LETTER);
        return topology;
    }

    private static void sink(Topology topology, String name, Topic topic) {
        topology.addSink(name, topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer(), PROCESSOR);
    }
}
