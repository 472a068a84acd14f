package io.escriba.gateway.sse;

import io.smallrye.mutiny.Multi;

/**
 * The answer of a resource method that streams events. The status is decided by what comes first: an event gives 200, an
 * end without any event 204 (which tells an {@code EventSource} not to come again), a failure its problem. A failure
 * after the first event breaks the connection off.
 *
 * @param events requested a few at a time, as the reader takes them; cancelled when the reader goes away
 */
public record EventStream(Multi<ServerSentEvent> events) {}
