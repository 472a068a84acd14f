package io.escriba.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetryDelayTest {
    @Test
    void doublesUpToHalfAMinute() {
        assertThat(Stream.iterate(RetryDelay.FIRST, RetryDelay::after).limit(7))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(Stream.of(1, 2, 3, 100).map(RetryDelay::after))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 30L);
    }
}
