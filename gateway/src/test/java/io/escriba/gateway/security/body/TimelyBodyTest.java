package io.escriba.gateway.security.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TimelyBodyTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofHours(1);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void givesWhatComesInTime() throws IOException {
        InputStream body = new TimelyBody(new ByteArrayInputStream(new byte[] {1, (byte) 200}), LONG, timer);

        assertThat(body.read()).isEqualTo(1);
        assertThat(body.read()).isEqualTo(200);
        assertThat(body.read()).isEqualTo(-1);
    }

    @Test
    void aPauseThatIsTooLongEndsTheRead() throws IOException {
        try (PipedOutputStream sender = new PipedOutputStream()) {
            InputStream body = new TimelyBody(new PipedInputStream(sender), SHORT, timer);
            sender.write(1);

            ProblemException late = catchThrowableOfType(ProblemException.class, body::readAllBytes);

            assertThat(late.problem().status()).isEqualTo(408);
            assertThat(late).hasMessageContaining("0.02 s").hasMessageContaining("escriba.gateway.body-timeout");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void anInterruptionOfSomebodyElseIsNoDelay() throws IOException {
        try (PipedOutputStream sender = new PipedOutputStream()) {
            InputStream body = new TimelyBody(new PipedInputStream(sender), LONG, timer);
            Thread.currentThread().interrupt();

            assertThat(catchThrowableOfType(InterruptedIOException.class, body::read))
                    .isNotNull();
        }
    }
}
