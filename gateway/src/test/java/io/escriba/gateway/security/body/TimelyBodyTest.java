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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
        InputStream body = new TimelyBody(new ByteArrayInputStream(new byte[] {1, (byte) 200}), LONG, true, timer);

        assertThat(body.read()).isEqualTo(1);
        assertThat(body.read()).isEqualTo(200);
        assertThat(body.read()).isEqualTo(-1);
    }

    @Test
    void aPauseThatIsTooLongEndsTheRead() throws IOException {
        try (PipedOutputStream sender = new PipedOutputStream()) {
            InputStream body = new TimelyBody(new PipedInputStream(sender), SHORT, false, timer);
            sender.write(1);

            ProblemException late = catchThrowableOfType(ProblemException.class, body::readAllBytes);

            assertThat(late.problem().status()).isEqualTo(408);
            assertThat(late).hasMessageContaining("0.02 s").hasMessageContaining("escriba.gateway.body-timeout");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void whoeverSendsByteByByteHasNoMoreTimeForTheWhole() {
        // Each byte comes well within the time, and there is always another.
        InputStream drops = new InputStream() {
            private final CountDownLatch never = new CountDownLatch(1);

            @Override
            public int read() throws IOException {
                try {
                    return never.await(SHORT.toMillis() / 4, TimeUnit.MILLISECONDS) ? -1 : 1;
                } catch (InterruptedException e) {
                    throw interrupted(e);
                }
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                buffer[offset] = (byte) read();
                return 1;
            }
        };
        InputStream body = new TimelyBody(drops, SHORT, true, timer);

        ProblemException late = catchThrowableOfType(ProblemException.class, body::readAllBytes);

        assertThat(late.problem().status()).isEqualTo(408);
        assertThat(late).hasMessageContaining("whole");
    }

    @Test
    void anInterruptionOfSomebodyElseIsNoDelay() throws IOException {
        try (PipedOutputStream sender = new PipedOutputStream()) {
            InputStream body = new TimelyBody(new PipedInputStream(sender), LONG, false, timer);
            Thread.currentThread().interrupt();

            assertThat(catchThrowableOfType(InterruptedIOException.class, body::read))
                    .isNotNull();
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        InterruptedIOException interrupted = new InterruptedIOException();
        interrupted.initCause(cause);
        return interrupted;
    }
}
