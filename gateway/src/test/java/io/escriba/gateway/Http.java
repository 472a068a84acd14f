package io.escriba.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** A plain client of the gateway. */
public final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI gateway;

    /** A client of the gateway at this address. */
    public Http(URI gateway) {
        this.gateway = gateway;
    }

    /** An answer with its whole body. */
    public record Answer(int status, HttpResponse<String> response) {
        /** The body as JSON. */
        public JsonNode json() {
            return Json.read(response.body(), JsonNode.class);
        }

        /** The body as text. */
        public String text() {
            return response.body();
        }

        /** A header, or nothing. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** Asks for a page, with header names and values in turn. */
    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    /** Sends JSON or text. */
    public Answer post(String path, String body, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.ofString(body)).build());
    }

    /** Sends bytes. */
    public Answer post(String path, byte[] body) {
        return send(request(path).POST(BodyPublishers.ofByteArray(body)).build());
    }

    /** Sends a body whose length is not told beforehand. */
    public Answer post(String path, BodyPublisher body) {
        return send(request(path).POST(body).build());
    }

    /** Begins to read a stream of events. */
    public SseReader stream(String path, String... headers) {
        return stream(request(path, headers).GET().build());
    }

    /** Begins to read a stream of events that answers a body. */
    public SseReader streamPost(String path, String body) {
        return stream(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    /** Asks again and again, until the answer is as it should be. */
    public Answer await(String path, Predicate<Answer> expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Answer answer = get(path);
        while (!expected.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Still " + answer.status() + " at " + path + ": " + answer.text());
            }
            answer = get(path);
        }
        return answer;
    }

    private SseReader stream(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            return new SseReader(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(path)).timeout(PATIENCE);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
