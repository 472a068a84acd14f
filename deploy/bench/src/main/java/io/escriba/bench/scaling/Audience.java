package io.escriba.bench.scaling;

import io.escriba.bench.load.Failures;
import io.escriba.bench.reader.EventClient;
import io.escriba.bench.reader.Order;
import io.escriba.bench.reader.Reader;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Readers who come and read a text each, to its end; whoever is refused because all is full asks again when told to. It counts how
 * long each has waited for a first character. Closing it sends all away.
 */
final class Audience implements AutoCloseable {
    private static final double NANOS = 1e9;
    private static final int SOME = 10;

    private final EventClient client;
    private final HttpClient http;
    private final InetSocketAddress gateway;
    private final Order order;
    private long seeds;

    // All that follows is for the thread of the connections alone.
    private final Set<Seat> present = new LinkedHashSet<>();
    private final Map<Long, Long> complete = new HashMap<>();
    private final List<Double> allWaits = new ArrayList<>();
    private List<Double> newWaits = new ArrayList<>();
    private Failures failures = Failures.NONE;
    private long ended;
    private long refusals;

    Audience(EventClient client, HttpClient http, InetSocketAddress gateway, Order order) {
        this.client = client;
        this.http = http;
        this.gateway = gateway;
        this.order = order;
    }

    /** How long those waited who got a first character since this was asked last, and who waits longest now, in seconds. */
    record Waits(List<Double> over, double longestNow) {}

    /**
     * What became of all texts.
     *
     * @param ended texts that are complete
     * @param failures texts that are not
     * @param refusals how often readers were told to ask again
     * @param waits of all readers for the first character, in seconds
     */
    record Outcome(long ended, Failures failures, long refusals, List<Double> waits) {}

    /**
     * Lets readers come until so many are there, or until some have come: then it may be another number that there is to be. Those that
     * are there stay until the end of their texts.
     */
    void fill(int readers) throws InterruptedException {
        for (int missing = Math.min(SOME, readers - present()); missing > 0; missing--) {
            come(++seeds);
        }
    }

    /** Lets the reader of one text come. */
    void come(long seed) throws InterruptedException {
        long begin = System.nanoTime();
        String path = order.place(http, gateway, seed);
        client.ask(() -> {
            Seat seat = new Seat(seed, begin, path);
            present.add(seat);
            seat.reader.open();
            return seat;
        });
    }

    /** How many readers are there. */
    int present() {
        return client.ask(present::size);
    }

    /** The seeds of the texts that are read now. */
    Set<Long> reading() {
        return client.ask(() -> present.stream().map(seat -> seat.seed).collect(Collectors.toSet()));
    }

    /** The complete texts: their seeds, and their fingerprints. */
    Map<Long, Long> complete() {
        return client.ask(() -> Map.copyOf(complete));
    }

    /** What was waited for. */
    Waits waits() {
        return client.ask(() -> {
            long now = System.nanoTime();
            double longest = present.stream()
                    .filter(seat -> seat.reader.characters() == 0)
                    .mapToDouble(seat -> (now - seat.begin) / NANOS)
                    .max()
                    .orElse(0);
            Waits waits = new Waits(newWaits, longest);
            newWaits = new ArrayList<>();
            return waits;
        });
    }

    /** What has become of the texts so far. */
    Outcome outcome() {
        return client.ask(() -> new Outcome(ended, failures, refusals, List.copyOf(allWaits)));
    }

    @Override
    public void close() {
        client.ask(() -> {
            present.forEach(seat -> seat.reader.leave());
            return present;
        });
    }

    private final class Seat implements Reader.Host {
        private final long seed;
        private final long begin;
        private final Reader reader;

        Seat(long seed, long begin, String path) {
            this.seed = seed;
            this.begin = begin;
            this.reader = new Reader(client, List.of(gateway), path, order.characters(), this);
        }

        @Override
        public void came(int characters, long since) {
            if (since < 0) {
                double wait = (System.nanoTime() - begin) / NANOS;
                newWaits.add(wait);
                allWaits.add(wait);
            }
        }

        @Override
        public boolean asksAgain() {
            refusals++;
            return true;
        }

        @Override
        public void ended(Optional<String> failure) {
            present.remove(this);
            failure.ifPresentOrElse(how -> failures = failures.and("seed " + seed + ": " + how), () -> {
                ended++;
                complete.put(seed, reader.fingerprint());
            });
        }
    }
}
