package io.escriba.gateway.model;

import static io.escriba.gateway.KafkaAway.assertUnavailable;

import io.escriba.gateway.KafkaAway;
import io.escriba.name.Name;
import org.junit.jupiter.api.Test;

final class KafkaModelLogTest {
    @Test
    void saysThatKafkaIsAway() {
        try (KafkaModelLog log = new KafkaModelLog(KafkaAway.CLIENT, KafkaAway.PATIENCE)) {
            assertUnavailable(() -> log.retire(new Name("nomes")));
        }
    }
}
