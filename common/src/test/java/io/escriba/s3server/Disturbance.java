package io.escriba.s3server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * What happens to a request while it is on its way.
 *
 * @param request begin of the requests that are meant, as HTTP has it
 * @param direction which bytes are counted
 * @param after so many bytes have passed since the request came
 * @param times to how many requests it happens
 */
record Disturbance(Pattern request, Direction direction, long after, AtomicInteger times, Effect effect) {
    /** From the client to the server, or back. */
    enum Direction {
        UP,
        DOWN
    }

    /** What happens. */
    enum Effect {
        /** This one connection breaks. */
        BREAK,
        /** The server stops. */
        STOP,
        /** Nothing is passed on any more. */
        STALL
    }
}
