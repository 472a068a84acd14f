package io.escriba.gateway.security.body;

import io.escriba.gateway.problem.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body that must keep coming. A read that waits too long is interrupted and fails with status 408. Time in which nobody reads
 * is not the sender's. One thread at a time may read.
 */
final class TimelyBody extends FilterInputStream {
    private final Duration timeout;
    private final ScheduledExecutorService timer;

    private @Nullable Thread reader;
    private long waitsSince;
    private boolean watched;
    private boolean late;

    /**
     * Reads this body.
     *
     * @param timeout how long a read may wait
     * @param timer that looks after it
     */
    TimelyBody(InputStream in, Duration timeout, ScheduledExecutorService timer) {
        super(in);
        this.timeout = timeout;
        this.timer = timer;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        begin();
        try {
            return super.read(buffer, offset, length);
        } catch (InterruptedIOException e) {
            if (isLate()) {
                throw tooLate(e);
            }
            throw e;
        } finally {
            end();
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private synchronized void begin() {
        if (late) {
            // The interruption came when the read before had just ended.
            throw tooLate(new InterruptedIOException("The time was over before this read."));
        }
        reader = Thread.currentThread();
        waitsSince = System.nanoTime();
        if (!watched) {
            watched = true;
            watch(left());
        }
    }

    private synchronized void end() {
        reader = null;
        if (late) {
            // It may have come after the last byte; whatever the thread does next is none of its business.
            var unused = Thread.interrupted();
        }
    }

    private synchronized boolean isLate() {
        return late;
    }

    /** One look is planned at a time, however many reads there are. */
    private synchronized void look() {
        if (reader == null) {
            watched = false;
        } else if (left() > 0) {
            watch(left());
        } else {
            late = true;
            reader.interrupt();
        }
    }

    private long left() {
        return timeout.toNanos() - (System.nanoTime() - waitsSince);
    }

    private void watch(long nanoseconds) {
        var unused = timer.schedule(this::look, nanoseconds, TimeUnit.NANOSECONDS);
    }

    private ProblemException tooLate(InterruptedIOException cause) {
        return BodyProblems.tooLate("Nothing more of the body has come for ", timeout, cause);
    }
}
