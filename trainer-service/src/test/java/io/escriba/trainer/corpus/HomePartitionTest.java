package io.escriba.trainer.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.name.Name;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class HomePartitionTest {
    @Test
    void isWhereKafkasOwnProducersWrite() {
        HomePartition home = new HomePartition(12);
        for (int i = 0; i < 1_000; i++) {
            Name corpus = new Name("corpus-" + i);

            assertThat(home.of(corpus))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(corpus.value().getBytes(UTF_8), 12));
        }
    }
}
