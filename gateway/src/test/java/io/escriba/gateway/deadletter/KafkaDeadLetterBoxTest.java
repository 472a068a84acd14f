package io.escriba.gateway.deadletter;

import static io.escriba.gateway.KafkaAway.assertUnavailable;

import io.escriba.gateway.KafkaAway;
import io.escriba.kafka.Clients;
import io.escriba.kafka.TopicSnapshot;
import org.junit.jupiter.api.Test;

final class KafkaDeadLetterBoxTest {
    @Test
    void saysThatKafkaIsAway() {
        DeadLetterBox box = new KafkaDeadLetterBox(
                new TopicSnapshot(Clients.patient(KafkaAway.CLIENT, KafkaAway.PATIENCE), KafkaAway.PATIENCE));

        assertUnavailable(() -> box.newest(1));
    }
}
