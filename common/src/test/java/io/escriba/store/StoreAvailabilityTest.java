package io.escriba.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreAvailabilityTest {
    private final Logger logger = Logger.getLogger(StoreAvailability.class.getName());
    private final Recorder log = new Recorder();
    private final StoreAvailability availability = new StoreAvailability("Trainings wait.");

    @BeforeEach
    void record() {
        logger.addHandler(log);
    }

    @AfterEach
    void forget() {
        logger.removeHandler(log);
    }

    @Test
    void saysEachReasonOnceUntilTheStoreIsBack() {
        availability.away(away("There is no bucket."));
        availability.away(away("There is no bucket."));
        availability.away(away("Access is denied."));
        assertThat(availability.isAway()).isTrue();
        availability.usable();
        availability.usable();
        assertThat(availability.isAway()).isFalse();
        availability.away(away("There is no bucket."));

        assertThat(log.messages)
                .containsExactly(
                        "There is no bucket. Trainings wait.",
                        "Access is denied. Trainings wait.",
                        "There is no bucket. Trainings wait.");
    }

    @Test
    void knowsNothingOfAStoreForWhichNobodyWaits() {
        availability.away(away("There is no bucket."));
        availability.left();

        assertThat(availability.isAway()).isFalse();
        assertThat(log.messages).hasSize(1);
    }

    private static StoreAwayException away(String why) {
        return new StoreAwayException(why, new IOException("refused"));
    }

    private static final class Recorder extends Handler {
        private final List<String> messages = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                messages.add(record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
