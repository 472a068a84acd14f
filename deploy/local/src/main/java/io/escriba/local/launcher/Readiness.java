package io.escriba.local.launcher;

import io.escriba.local.CommandException;
import io.escriba.local.process.ChildProcess;
import io.escriba.local.process.ProcessGroup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Waits for started processes to become usable. One that dies, whichever it is, ends the wait at once. */
public final class Readiness {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final ProcessGroup group;
    private final HttpClient http;

    /**
     * Waits for processes of a group.
     *
     * @param http asks their health addresses
     */
    public Readiness(ProcessGroup group, HttpClient http) {
        this.group = group;
        this.http = http;
    }

    /** Tells whether a process can be used by now. */
    public interface Probe {
        /** Asks once. */
        boolean answers() throws InterruptedException;
    }

    /**
     * Waits for a process.
     *
     * @throws CommandException when a process of the group dies, or this one takes too long
     */
    public void await(ChildProcess child, Probe probe) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!probe.answers()) {
            requireAllAlive(group, PAUSE);
            if (System.nanoTime() - end > 0) {
                throw new CommandException("The " + child.program().name() + " is not ready after " + LIMIT.toSeconds()
                        + " s. " + child.endOfLog());
            }
        }
    }

    /**
     * Checks that no process of a group has ended by itself.
     *
     * @throws CommandException when one has, with the end of its log
     */
    static void requireAllAlive(ProcessGroup group) throws InterruptedException {
        requireAllAlive(group, Duration.ZERO);
    }

    private static void requireAllAlive(ProcessGroup group, Duration limit) throws InterruptedException {
        Optional<ChildProcess> dead = group.awaitDeath(limit);
        if (dead.isPresent()) {
            throw new CommandException(dead.get().epitaph());
        }
    }

    /** Asks a health address. */
    public Probe health(URI ready) {
        HttpRequest request = HttpRequest.newBuilder(ready).timeout(ANSWER).build();
        return () -> {
            try {
                return http.send(request, BodyHandlers.discarding()).statusCode() == OK;
            } catch (IOException e) {
                return false; // it does not listen yet
            }
        };
    }
}
