package io.escriba.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StoreWatchTest {
    private static final int PATIENCE_SECONDS = 60;

    private final StoreAvailability availability = new StoreAvailability("Trainings wait.");

    @Test
    void looksUntilTheStoreCouldBeUsedOnce() throws Exception {
        BlockingQueue<Boolean> looks = new LinkedBlockingQueue<>();
        int[] left = {1};

        try (StoreWatch watch = StoreWatch.start(
                () -> {
                    looks.add(availability.isAway());
                    if (left[0]-- > 0) {
                        throw new StoreAwayException("There is no bucket.", new IOException("refused"));
                    }
                },
                availability,
                "Models go there.")) {
            assertThat(looks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isFalse();
            assertThat(looks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            watch.join();
        }

        assertThat(availability.isAway()).isFalse();
        assertThat(looks).isEmpty();
    }

    @Test
    void whoeverHasEndedDoesNotWait() throws Exception {
        StoreWatch watch = StoreWatch.start(
                () -> {
                    throw new StoreAwayException("There is no bucket.", new IOException("refused"));
                },
                availability,
                "Models go there.");

        watch.close();
        watch.join();

        assertThat(availability.isAway()).isFalse();
    }
}
