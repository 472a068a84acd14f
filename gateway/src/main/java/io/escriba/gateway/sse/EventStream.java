package io.escriba.gateway.sse;

import io.escriba.gateway.problem.Problem;
import io.escriba.log.LogSubject;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.function.Function;

/**
 * The answer of a resource method that streams events. The status is decided by what comes first: an event gives 200, an
 * end without any event 204 (which tells an {@code EventSource} not to come again), a failure its problem. Silence gives
 * 200 too, when it is so long that it must be broken. A problem that comes after 200 is told as events, and the stream
 * ends; any other failure breaks the connection off.
 *
 * @param events requested a few at a time, as the reader takes them; cancelled when the reader goes away
 * @param problem how a problem is told after 200
 * @param subject of what is logged of it
 */
public record EventStream(
        Multi<ServerSentEvent> events, Function<Problem, List<ServerSentEvent>> problem, LogSubject subject) {
    /** A stream that ends with an event {@code problem} when it breaks off. */
    public EventStream(Multi<ServerSentEvent> events, LogSubject subject) {
        this(events, problem -> List.of(ServerSentEvent.problem(problem)), subject);
    }
}
