package io.escriba.gateway.description;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends nasty input to every operation of a gateway, wherever that runs. Whatever comes must be answered as described; what is not
 * as described itself must be refused with a reason.
 */
public final class Fuzz {
    private static final int AT_ONCE = 24;

    /** How a gateway refuses what is wrong with a request. */
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 422);

    /** How it says that it is doing something else. */
    private static final Set<Integer> BUSY = Set.of(409, 429);

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Usual usual;
    private final Description description;
    private final List<Shot> shots;

    /** Aims at the gateway where this is usual. */
    public Fuzz(Usual usual) {
        this.usual = usual;
        this.description = Description.of(usual.gateway());
        this.shots = Shots.at(description, usual);
    }

    /** How many requests it sends. */
    public int size() {
        return shots.size();
    }

    /** How many of them must be refused. */
    public long wrong() {
        return shots.stream().filter(shot -> !shot.wrong().isEmpty()).count();
    }

    /** Sends all, and tells of the answers in which something is wrong. */
    public List<String> failures() {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Optional<String>>> results = new ArrayList<>();
            shots.forEach(shot -> results.add(threads.submit(() -> failure(shot))));
            List<String> failures = new ArrayList<>();
            for (Future<Optional<String>> result : results) {
                result.get().ifPresent(failures::add);
            }
            return failures;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A request could not be sent.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Sends what is no message of HTTP to every operation that has a body, and tells what is not refused. */
    public List<String> failuresOfMessages() {
        return description.operations().stream()
                .filter(operation -> operation.json().has("requestBody"))
                .flatMap(
                        operation -> Nasties.MESSAGES.stream().flatMap(message -> failure(operation, message).stream()))
                .toList();
    }

    private Optional<String> failure(Operation operation, String message) {
        String head = operation.method() + " " + usual.path(operation) + " HTTP/1.1\r\nHost: localhost\r\n";
        try {
            int status = RawHttp.send(usual.gateway(), (head + message).getBytes(UTF_8))
                    .status();
            // -1: whoever speaks no HTTP may be left alone.
            return status == -1 || (status >= 400 && status < 500)
                    ? Optional.empty()
                    : Optional.of(operation + " " + message + " gave " + status);
        } catch (SocketTimeoutException e) {
            return Optional.of(operation + " " + message + " hangs.");
        } catch (IOException e) {
            return Optional.of(operation + " " + message + " cannot be sent: " + e);
        }
    }

    /** What is wrong is sent again while the gateway is too busy to look at it. */
    private RawHttp.Answer answer(Shot shot) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        RawHttp.Answer answer = RawHttp.send(usual.gateway(), shot.bytes());
        while (!shot.wrong().isEmpty() && BUSY.contains(answer.status()) && System.nanoTime() < deadline) {
            answer = RawHttp.send(usual.gateway(), shot.bytes());
        }
        return answer;
    }

    /** What is wrong with the answer. */
    private Optional<String> failure(Shot shot) throws IOException {
        RawHttp.Answer answer;
        try {
            answer = answer(shot);
        } catch (SocketTimeoutException e) {
            return Optional.of(shot + " hangs.");
        }
        if (!shot.isHttp()) {
            // Vert.x or Quarkus refuses it before anything of the gateway sees it.
            return answer.status() == 400 ? Optional.empty() : Optional.of(shot + " gave " + answer.status());
        }
        // Where no trainer runs, nobody counts what was uploaded.
        boolean uncounted = answer.status() == 503 && answer.body().contains("has not been counted yet");
        if (answer.status() < 200 || (answer.status() >= 500 && !uncounted)) {
            return Optional.of(shot + " gave " + answer.status() + " " + answer.body());
        }
        if (!shot.wrong().isEmpty() && !REFUSALS.contains(answer.status())) {
            return Optional.of(
                    shot + " gave " + answer.status() + ", but " + shot.wrong().get(0));
        }
        String path = shot.path().replaceFirst("\\?.*", "");
        List<String> differences = description.differences(
                shot.method(), path, answer.status(), answer::header, Optional.of(answer.body()));
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(shot + " gave " + answer.status() + ": " + differences);
    }
}
