package io.escriba.gateway.sse;

import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemDocument;
import io.escriba.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One event of a stream.
 *
 * @param id what a reader names to go on after this event; without line breaks
 * @param name of the kind of event; without line breaks
 * @param data of any number of lines; an event without data is a comment that keeps a connection open
 */
public record ServerSentEvent(Optional<String> id, Optional<String> name, Optional<String> data) {
    private static final ServerSentEvent COMMENT =
            new ServerSentEvent(Optional.empty(), Optional.empty(), Optional.empty());

    /** Nothing that a reader sees. It opens a stream whose first event is far away, and keeps one open that is silent. */
    public static ServerSentEvent comment() {
        return COMMENT;
    }

    /** An event that has nothing but data. */
    public static ServerSentEvent data(String data) {
        return new ServerSentEvent(Optional.empty(), Optional.empty(), Optional.of(data));
    }

    /** An event with a name after which nothing can be resumed. */
    public static ServerSentEvent named(String name, String data) {
        return new ServerSentEvent(Optional.empty(), Optional.of(name), Optional.of(data));
    }

    /** An event with a name and the id to resume after. */
    public static ServerSentEvent resumable(long id, String name, String data) {
        return resumable(Long.toString(id), name, data);
    }

    /** An event with a name and the id to resume after. */
    public static ServerSentEvent resumable(String id, String name, String data) {
        return new ServerSentEvent(Optional.of(id), Optional.of(name), Optional.of(data));
    }

    /** The event that tells why a stream breaks off. Whoever comes back goes on where it broke. */
    public static ServerSentEvent problem(Problem problem) {
        return named("problem", Json.text(ProblemDocument.of(problem)));
    }

    /** The event in UTF-8 as it goes over the wire, with the empty line that ends it. */
    byte[] encode() {
        if (data.isEmpty()) {
            return ":\n\n".getBytes(StandardCharsets.US_ASCII);
        }
        StringBuilder text = new StringBuilder(64);
        id.ifPresent(value -> text.append("id: ").append(value).append('\n'));
        name.ifPresent(value -> text.append("event: ").append(value).append('\n'));
        data.get().lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
