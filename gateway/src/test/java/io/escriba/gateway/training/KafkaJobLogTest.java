package io.escriba.gateway.training;

import static io.escriba.gateway.KafkaAway.assertUnavailable;

import io.escriba.gateway.KafkaAway;
import io.escriba.training.TrainingCancellation;
import org.junit.jupiter.api.Test;

final class KafkaJobLogTest {
    @Test
    void saysThatKafkaIsAway() {
        try (KafkaJobLog log = new KafkaJobLog(KafkaAway.CLIENT, KafkaAway.PATIENCE)) {
            assertUnavailable(() -> log.order(TestEvents.job("job", 0)));
            assertUnavailable(() -> log.orderOnce("job", () -> TestEvents.job("job", 0)));
            assertUnavailable(() -> log.cancel(new TrainingCancellation("job", TestEvents.START)));
        }
    }
}
