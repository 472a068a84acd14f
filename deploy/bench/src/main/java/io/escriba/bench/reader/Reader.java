package io.escriba.bench.reader;

import io.escriba.bench.reader.EventClient.Connection;
import io.escriba.json.Json;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads one text and checks that each character comes once and in its place. Where the connection breaks and there is another
 * gateway, it goes on there with {@code Last-Event-ID}, as an {@code EventSource} does. Only for the thread of the connections.
 */
public final class Reader implements EventClient.Listener {
    /** Any odd number makes texts that differ in one character differ; a large one mixes well. */
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private static final int TOO_MANY = 429;

    /** After which an {@code EventSource} asks again, about. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final EventClient client;
    private final List<InetSocketAddress> gateways;
    private final String path;
    private final long wanted;
    private final Host host;
    private Optional<Connection> connection = Optional.empty();
    private int connections;
    private int failedConnections;
    private long characters;
    private long fingerprint;
    private long last;
    private boolean done;

    /** Is told what a reader notices. */
    public interface Host {
        /**
         * An event with characters has come.
         *
         * @param since the event before it, in nanoseconds; negative for the first
         */
        void came(int characters, long since);

        /**
         * The text is over for this reader.
         *
         * @param failure why it is not complete; empty when it is
         */
        void ended(Optional<String> failure);

        /** Whether the reader, whom all servers refuse because they are full, asks again when it is told to. */
        default boolean asksAgain() {
            return false;
        }
    }

    /**
     * A reader who has not begun.
     *
     * @param gateways that have the stream, in the order in which they are asked
     * @param path of the stream there
     * @param wanted characters of the whole text
     */
    public Reader(EventClient client, List<InetSocketAddress> gateways, String path, long wanted, Host host) {
        this.client = client;
        this.gateways = List.copyOf(gateways);
        this.path = path;
        this.wanted = wanted;
        this.host = host;
    }

    /** Connects. */
    public void open() {
        InetSocketAddress gateway = gateways.get(connections % gateways.size());
        connections++;
        Optional<String> after = characters == 0 ? Optional.empty() : Optional.of(Long.toString(characters));
        connection = Optional.of(client.open(gateway, path, after, this));
    }

    /** Characters that have come so far. */
    public long characters() {
        return characters;
    }

    /** A number that follows from the characters so far and from nothing else. */
    public long fingerprint() {
        return fingerprint;
    }

    /** Nanoseconds since the last event; 0 when none has come yet or none is to come. */
    public long silence(long now) {
        return done || characters == 0 ? 0 : now - last;
    }

    /** Stops reading, and stays connected. */
    public void pause() {
        connection.ifPresent(Connection::pause);
    }

    /** Reads on. */
    public void resume() {
        connection.ifPresent(Connection::resume);
    }

    /** Goes away. */
    public void leave() {
        done = true;
        connection.ifPresent(Connection::cancel);
    }

    @Override
    public void event(StreamEvent event) {
        if (event.isText()) {
            take(event);
        } else if (event.isEnd()) {
            finish(characters == wanted ? Optional.empty() : Optional.of("an end " + place()));
        } else if (isRefusal(event)) {
            connection.ifPresent(Connection::cancel);
            refused(TOO_MANY, Optional.of(AGAIN), event.data());
        } else if (!event.data().isEmpty()) {
            finish(Optional.of("an event '" + event.name() + "' " + place() + ": " + event.data()));
        }
    }

    /** Where the gateway was silent for long before it knew that all is full, the answer has begun, and the status is in it. */
    private boolean isRefusal(StreamEvent event) {
        return characters == 0
                && event.name().equals("problem")
                && Json.parse(event.data()).path("status").asInt() == TOO_MANY;
    }

    private void take(StreamEvent event) {
        StreamEvent.Characters more = event.characters();
        if (more.index() != characters || event.id() != characters + more.count()) {
            finish(Optional.of(
                    more.count() + " characters at " + more.index() + " with the id " + event.id() + " " + place()));
            return;
        }
        long now = System.nanoTime();
        long since = characters == 0 ? -1 : now - last;
        last = now;
        characters = event.id();
        more.text().codePoints().forEach(character -> fingerprint = fingerprint * FACTOR + character);
        failedConnections = 0;
        host.came(more.count(), since);
    }

    @Override
    public void refused(int status, Optional<Duration> after, String body) {
        if (status == TOO_MANY && after.isPresent() && host.asksAgain()) {
            client.after(after.get(), this::askAgain);
        } else {
            EventClient.Listener.super.refused(status, after, body);
        }
    }

    private void askAgain() {
        if (!done) {
            open();
        }
    }

    @Override
    public void closed(String how) {
        failedConnections++;
        if (gateways.size() > 1 && failedConnections <= gateways.size()) {
            open();
        } else {
            finish(Optional.of(how + " " + place()));
        }
    }

    private void finish(Optional<String> failure) {
        if (!done) {
            leave();
            host.ended(failure);
        }
    }

    private String place() {
        return "after " + characters + " of " + wanted + " characters";
    }
}
