package io.escriba.trainer.corpus;

import io.escriba.kafka.Topic;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** How far the corpora are ahead of their statistics. */
final class CorpusLag {
    /** The name that a consumer of Kafka has for it, for each partition that it reads. */
    private static final String LAG = "records-lag";

    private CorpusLag() {}

    /** Records of {@link Topic#CORPUS} that wait, as the consumers with these metrics saw it last. */
    static double of(Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(LAG))
                // Kafka tells each figure twice when a topic has dots in its name, once with underscores instead.
                .filter(metric ->
                        Topic.CORPUS.topicName().equals(metric.getKey().tags().get("topic")))
                .map(metric -> metric.getValue().metricValue())
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                // Not a number before the first fetch.
                .filter(Double::isFinite)
                .sum();
    }
}
