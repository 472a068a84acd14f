package io.escriba.gateway.stream;

import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.security.caller.Caller;
import java.time.Instant;

/**
 * What a stream's id gives the right to: whoever shows it reads the stream, without any key.
 *
 * @param text that the stream gives
 * @param owner who created the stream
 * @param expires when the id ends to be valid, in seconds since 1970
 */
record Ticket(TextRequest text, String owner, long expires) {
    /** Who created the stream, and for whom it is read, whoever reads it. */
    Caller caller() {
        return new Caller(owner);
    }

    /** Whether the id has had its time. */
    boolean isExpired(Instant now) {
        return now.getEpochSecond() >= expires;
    }
}
