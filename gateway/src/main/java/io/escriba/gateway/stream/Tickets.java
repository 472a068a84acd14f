package io.escriba.gateway.stream;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.security.caller.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;

/** Issues the ids of streams and says what they are good for. Thread-safe. */
final class Tickets {
    private final StreamIds ids;
    private final Duration lifetime;
    private final Predicate<Caller> known;
    private final InstantSource clock;

    /**
     * Issues ids.
     *
     * @param lifetime how long they are valid
     * @param known whether somebody may still call; the ids of others are not valid any more
     */
    Tickets(StreamIds ids, Duration lifetime, Predicate<Caller> known, InstantSource clock) {
        this.ids = ids;
        this.lifetime = lifetime;
        this.known = known;
        this.clock = clock;
    }

    /** An id for whoever has asked for this stream. */
    String issue(StreamRequest stream, Caller owner) {
        return ids.encode(
                new Ticket(stream, owner.name(), clock.instant().plus(lifetime).getEpochSecond()));
    }

    /**
     * What an id gives the right to.
     *
     * @throws ProblemException (404) when it is no id, (410) when it has expired, (403) when whoever has created it may no
     *     longer call
     */
    Ticket check(String id) {
        Ticket ticket = ids.decode(id)
                .orElseThrow(() -> ProblemException.notFound(
                        "id",
                        "There is no such stream: its id was changed, or was made by a gateway with another key."
                                + " Create a new one with POST /api/streams."));
        if (ticket.isExpired(clock.instant())) {
            throw ProblemException.gone("The id of this stream was valid until "
                    + Instant.ofEpochSecond(ticket.expires()) + ". Create a new one with POST /api/streams.");
        }
        if (!known.test(ticket.caller())) {
            throw ProblemException.forbidden("The API key with which this stream was created is not valid any more."
                    + " Create a new one with POST /api/streams, with another key.");
        }
        return ticket;
    }
}
