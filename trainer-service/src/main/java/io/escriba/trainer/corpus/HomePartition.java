package io.escriba.trainer.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.escriba.name.Name;
import org.apache.kafka.common.utils.Utils;

/**
 * Where the text of a corpus lies: in the partition that Kafka's own producers choose for its name. Producers of other
 * makes choose otherwise (librdkafka, and so kcat, hashes keys with CRC-32), so their records have to be brought home.
 *
 * @param partitions of the topic
 */
record HomePartition(int partitions) {
    /** The partition of a corpus. */
    int of(Name corpus) {
        return Utils.toPositive(Utils.murmur2(corpus.value().getBytes(UTF_8))) % partitions;
    }
}
