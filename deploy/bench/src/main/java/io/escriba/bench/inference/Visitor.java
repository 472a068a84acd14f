package io.escriba.bench.inference;

import io.escriba.bench.load.GenerateClient;
import io.escriba.bench.load.OpenStream;
import io.escriba.bench.load.StreamListener;
import io.escriba.grpc.v1.GenerateRequest;
import io.grpc.Status;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A reader of one text, with a habit. What it does is decided each time that it is looked at. */
final class Visitor implements StreamListener {
    /** The most messages that a slow one takes at once. */
    private static final int SIP = 8;

    private final Habit habit;
    private final long wanted;
    private final Host host;
    private Optional<OpenStream> stream = Optional.empty();
    private long characters;
    private boolean leaving;

    /** How visitors read. */
    enum Habit {
        /** At once, and to the end. */
        EAGER(OpenStream.ALL, 0),
        /** At once, until it goes away. */
        RESTLESS(OpenStream.ALL, 0.01),
        /** A little each time that it is looked at, and perhaps it goes away. */
        SLOW(0, 0.001);

        private final int first;
        private final double departure;

        Habit(int first, double departure) {
            this.first = first;
            this.departure = departure;
        }
    }

    /** How a visit ended. */
    enum Outcome {
        /** Every character has come. */
        COMPLETE,
        /** The visitor has gone away. */
        LEFT,
        /** The stream broke, or ended with another number of characters. */
        FAILED
    }

    /** Is told of each end, by the thread of the connection. */
    interface Host {
        /**
         * A visit has ended.
         *
         * @param characters that have come
         * @param how in words
         */
        void ended(Visitor visitor, Outcome outcome, long characters, String how);
    }

    /**
     * One who has not asked yet.
     *
     * @param wanted characters of its text
     */
    Visitor(Habit habit, long wanted, Host host) {
        this.habit = habit;
        this.wanted = wanted;
        this.host = host;
    }

    /** Asks for a text of as many characters as are wanted. */
    synchronized void come(GenerateClient client, GenerateRequest request) {
        stream = Optional.of(client.open(request, habit.first, this));
    }

    /** Reads a little, or goes away, or neither. */
    void lookAt(RandomGenerator random) {
        if (random.nextDouble() < habit.departure) {
            leave();
        } else if (habit == Habit.SLOW) {
            take(random.nextInt(SIP + 1));
        }
    }

    private synchronized void take(int messages) {
        stream.ifPresent(open -> open.take(messages));
    }

    /** Goes away. */
    synchronized void leave() {
        leaving = true;
        stream.ifPresent(OpenStream::cancel);
    }

    @Override
    public void characters(int count) {
        characters += count;
    }

    @Override
    public void ended(Status status) {
        String how =
                status.getCode() + " after " + characters + " of " + wanted + " characters: " + status.getDescription();
        host.ended(this, outcome(status), characters, how);
    }

    private synchronized Outcome outcome(Status status) {
        if (status.isOk() && characters == wanted) {
            return Outcome.COMPLETE;
        }
        return leaving && status.getCode() == Status.Code.CANCELLED ? Outcome.LEFT : Outcome.FAILED;
    }
}
