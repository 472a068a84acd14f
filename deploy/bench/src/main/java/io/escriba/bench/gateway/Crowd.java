package io.escriba.bench.gateway;

import io.escriba.bench.load.Failures;
import io.escriba.bench.load.LoadFigures;
import io.escriba.bench.reader.EventClient;
import io.escriba.bench.reader.Reader;
import io.escriba.local.CommandException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Readers who each read a text of their own. It counts characters and the time between events, and does nothing else with them.
 * Closing it sends them all away.
 */
final class Crowd implements AutoCloseable {
    /** Digits of times. */
    private static final int PRECISION = 3;

    private final EventClient client;
    private final CountDownLatch failed = new CountDownLatch(1);

    // All that follows is for the thread of the connections alone.
    private final List<Reader> readers = new ArrayList<>();
    private final Histogram gaps = new Histogram(PRECISION);
    private Failures failures = Failures.NONE;
    private int begun;
    private long ended;
    private long characters;
    private long begin = System.nanoTime();
    private long charactersBefore;

    /** Nobody yet. */
    Crowd(EventClient client) {
        this.client = client;
    }

    /**
     * Lets one more reader come.
     *
     * @param gateways that have the stream; the reader goes on at the next where one breaks off
     * @param path of the stream there
     * @param wanted characters of the whole text
     */
    void add(List<InetSocketAddress> gateways, String path, long wanted) {
        client.ask(() -> {
            Reader reader = new Reader(client, gateways, path, wanted, new Counting());
            readers.add(reader);
            reader.open();
            return reader;
        });
    }

    /**
     * Whether each has had so many characters.
     *
     * @throws CommandException when a text has failed
     */
    boolean haveRead(long least) {
        return client.ask(() -> {
            failures.requireNone();
            return begun == readers.size() && readers.stream().allMatch(reader -> reader.characters() >= least);
        });
    }

    /** Characters that a reader has had, of all readers. */
    double meanCharacters() {
        return client.ask(() -> (double) characters / readers.size());
    }

    /** Whether every text is over, complete or not. */
    boolean isOver() {
        return client.ask(() -> ended + failures.count() == readers.size());
    }

    /** Texts that were not complete, from the beginning on. */
    Failures failures() {
        return client.ask(() -> failures);
    }

    /** Counts from here on. */
    void count() {
        client.ask(() -> {
            gaps.reset();
            charactersBefore = characters;
            begin = System.nanoTime();
            return begin;
        });
    }

    /** What has come since {@link #count} was last called; texts are counted from the beginning on. */
    LoadFigures counted() {
        return client.ask(() -> new LoadFigures(
                (characters - charactersBefore) * 1e9 / (System.nanoTime() - begin), ended, failures, gaps.copy()));
    }

    /** What comes in a time, or until a text fails. */
    LoadFigures measure(Duration time) throws InterruptedException {
        count();
        awaitFailure(time);
        return counted();
    }

    /** Lets them read for a time, or until a text fails. */
    void awaitFailure(Duration time) throws InterruptedException {
        boolean unused = failed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** For how long the one has had nothing that waits longest now. */
    Duration longestSilence() {
        return client.ask(() -> {
            long now = System.nanoTime();
            return Duration.ofNanos(readers.stream()
                    .mapToLong(reader -> reader.silence(now))
                    .max()
                    .orElse(0));
        });
    }

    /** Stops reading, and stays. */
    void pause() {
        client.ask(() -> {
            readers.forEach(Reader::pause);
            return readers;
        });
    }

    /** Reads on. */
    void resume() {
        client.ask(() -> {
            readers.forEach(Reader::resume);
            return readers;
        });
    }

    @Override
    public void close() {
        client.ask(() -> {
            readers.forEach(Reader::leave);
            return readers;
        });
    }

    private final class Counting implements Reader.Host {
        @Override
        public void came(int more, long since) {
            characters += more;
            if (since < 0) {
                begun++;
            } else {
                gaps.recordValue(since);
            }
        }

        @Override
        public void ended(Optional<String> failure) {
            failure.ifPresentOrElse(
                    how -> {
                        failures = failures.and(how);
                        failed.countDown();
                    },
                    () -> ended++);
        }
    }
}
