package io.escriba.bench.load;

import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.local.CommandException;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.HdrHistogram.Recorder;

/**
 * As many streams at a time for as long as it is open: where one ends, the next begins, unless it failed. It counts characters
 * and the time between two of a stream, and does nothing else with them. Closing it cancels them all.
 */
public final class SteadyLoad implements AutoCloseable {
    /** Digits of times. */
    private static final int PRECISION = 3;

    private final GenerateClient client;
    private final int messages;
    private final Supplier<GenerateRequest> requests;
    private final List<Seat> seats;
    private final AtomicInteger silent;
    private final LongAdder characters = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final Recorder gaps = new Recorder(PRECISION);
    private Failures failures = Failures.NONE;
    private CountDownLatch failed = new CountDownLatch(1);
    private volatile boolean closing;
    private long begin = System.nanoTime();
    private long charactersBefore;
    private long endedBefore;

    private SteadyLoad(GenerateClient client, int streams, int messages, Supplier<GenerateRequest> requests) {
        this.client = client;
        this.messages = messages;
        this.requests = requests;
        this.seats = Stream.generate(Seat::new).limit(streams).toList();
        this.silent = new AtomicInteger(streams);
    }

    /**
     * Asks for the first streams.
     *
     * @param messages that are taken of each; the readers of more are paused
     */
    public static SteadyLoad open(
            GenerateClient client, int streams, int messages, Supplier<GenerateRequest> requests) {
        SteadyLoad load = new SteadyLoad(client, streams, messages, requests);
        load.seats.forEach(Seat::open);
        return load;
    }

    /**
     * Whether each of the first streams has had a character.
     *
     * @throws CommandException when a stream has failed
     */
    public synchronized boolean hasBegun() {
        failures.requireNone();
        return silent.get() == 0;
    }

    /** Counts from here on. */
    public synchronized void count() {
        failures = Failures.NONE;
        failed = new CountDownLatch(1);
        gaps.reset();
        charactersBefore = characters.sum();
        endedBefore = ended.sum();
        begin = System.nanoTime();
    }

    /** What has come since {@link #count} was last called. */
    public synchronized LoadFigures counted() {
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new LoadFigures(
                (characters.sum() - charactersBefore) / seconds,
                ended.sum() - endedBefore,
                failures,
                gaps.getIntervalHistogram());
    }

    private synchronized void fail(Status status) {
        if (!closing) {
            failures = failures.and(status.getCode() + " " + status.getDescription());
            failed.countDown();
        }
    }

    /** What comes in a time, or until a stream fails: none takes its place, and fewer would be measured from there on. */
    public LoadFigures measure(Duration time) throws InterruptedException {
        count();
        awaitFailure(time);
        return counted();
    }

    /**
     * Lets the streams go on until one of them fails.
     *
     * @return whether one has failed since {@link #count} was last called; otherwise the time is over
     */
    public boolean awaitFailure(Duration time) throws InterruptedException {
        return failure().await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized CountDownLatch failure() {
        return failed;
    }

    @Override
    public void close() {
        closing = true;
        seats.forEach(Seat::cancel);
    }

    /** One stream after another. */
    private final class Seat implements StreamListener {
        private Optional<OpenStream> stream = Optional.empty();
        private boolean heardBefore;
        private boolean heard;
        private long last;

        /** It may end before this method does, and the next must not come between. */
        synchronized void open() {
            if (!closing) {
                heard = false;
                stream = Optional.of(client.open(requests.get(), messages, this));
            }
        }

        synchronized void cancel() {
            stream.ifPresent(OpenStream::cancel);
        }

        @Override
        public void characters(int count) {
            long now = System.nanoTime();
            if (heard) {
                // Several in one message share the time since the one before.
                gaps.recordValueWithCount((now - last) / count, count);
            } else if (!heardBefore) {
                heardBefore = true;
                silent.decrementAndGet();
            }
            heard = true;
            last = now;
            characters.add(count);
        }

        @Override
        public void ended(Status status) {
            if (status.isOk()) {
                ended.increment();
                open();
            } else {
                fail(status);
            }
        }
    }
}
