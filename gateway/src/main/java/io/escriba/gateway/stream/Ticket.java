package io.escriba.gateway.stream;

import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.security.caller.Caller;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a stream's id gives the right to: whoever shows it reads the stream, without any key. What it carries is as in
 * {@link StreamRequest}.
 *
 * @param owner who created the stream
 * @param expires when the id ends to be valid, in seconds since 1970
 */
record Ticket(TextRequest text, List<Double> temperatures, OptionalDouble pace, String owner, long expires) {
    Ticket {
        // Ids that were given out before there were temperatures lack them.
        temperatures = temperatures == null ? List.of() : List.copyOf(temperatures);
    }

    /** A ticket for this stream. */
    Ticket(StreamRequest stream, String owner, long expires) {
        this(stream.text(), stream.temperatures(), stream.pace(), owner, expires);
    }

    /** The stream that may be read. */
    StreamRequest stream() {
        return new StreamRequest(text, temperatures, pace);
    }

    /** Who created the stream, and for whom it is read, whoever reads it. */
    Caller caller() {
        return new Caller(owner);
    }

    /** Whether the id has had its time. */
    boolean isExpired(Instant now) {
        return now.getEpochSecond() >= expires;
    }
}
