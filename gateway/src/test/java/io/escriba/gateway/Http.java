package io.escriba.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.description.Description;
import io.escriba.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A plain client of the gateway. Every answer must be as the OpenAPI description says. */
public final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client;
    private final URI gateway;

    /** A client of the gateway at this address. */
    public Http(URI gateway) {
        this(gateway, HttpClient.newHttpClient());
    }

    /** A client that has its own idea of whom to trust. */
    public Http(URI gateway, HttpClient client) {
        this.gateway = gateway;
        this.client = client;
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

    /** Asks for something that only this test has, so that the description does not know it. */
    public Answer getUndescribed(String path) {
        return send(request(path).GET().build(), false);
    }

    /** Sends JSON or text. */
    public Answer post(String path, String body, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.ofString(body)).build());
    }

    /** Sends a body whose length is not told beforehand. */
    public Answer post(String path, BodyPublisher body) {
        return send(request(path).POST(body).build());
    }

    /** Sends bytes, with header names and values in turn. */
    public Answer post(String path, byte[] body, String... headers) {
        return send(
                request(path, headers).POST(BodyPublishers.ofByteArray(body)).build());
    }

    /** Deletes something, with header names and values in turn. */
    public Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE().build());
    }

    /** Sends nothing with any method, with header names and values in turn. */
    public Answer ask(String method, String path, String... headers) {
        return send(
                request(path, headers).method(method, BodyPublishers.noBody()).build());
    }

    /** Says that a body is this long, sends only a part of it and goes away. */
    public void breakOff(String path, long length, byte[] part) {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: " + gateway.getAuthority() + "\r\nContent-Length: " + length
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends JSON and goes away without an answer when something has happened, with header names and values in turn. */
    public void abandon(String path, String json, Runnable happening, String... headers) {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + json.length() + "\r\n"
                                    + lines(headers) + "\r\n" + json)
                            .getBytes(StandardCharsets.US_ASCII));
            happening.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Headers as they go over the wire. */
    static String lines(String... headers) {
        return IntStream.range(0, headers.length / 2)
                .mapToObj(i -> headers[2 * i] + ": " + headers[2 * i + 1] + "\r\n")
                .collect(Collectors.joining());
    }

    /** What comes back when these lines are sent, up to the end of the connection. */
    public String raw(String lines) {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first line that comes back when these are sent, while the connection stays open. */
    public String firstLine(String lines) {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            return String.valueOf(answer.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to read a stream of events. */
    public SseReader stream(String path, String... headers) {
        return stream(request(path, headers).GET().build());
    }

    /** Begins to read a stream of events that answers a body, with header names and values in turn. */
    public SseReader streamPost(String path, String body, String... headers) {
        return stream(request(path, headers).POST(BodyPublishers.ofString(body)).build());
    }

    /** Asks again and again, until the answer is as it should be. */
    public Answer await(String path, Predicate<Answer> expected) {
        return await(() -> get(path), expected);
    }

    /** Does something again and again, until the answer is as it should be. */
    public Answer await(Supplier<Answer> request, Predicate<Answer> expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Answer answer = request.get();
        while (!expected.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "Still " + answer.status() + " at " + answer.response().uri() + ": " + answer.text());
            }
            answer = request.get();
        }
        return answer;
    }

    private SseReader stream(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            check(response, Optional.empty());
            return new SseReader(
                    response,
                    event -> assertThat(Description.of(gateway, client)
                                    .differences(request.method(), request.uri().getRawPath(), event))
                            .as(request + " gave " + event)
                            .isEmpty());
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
        return send(request, true);
    }

    private Answer send(HttpRequest request, boolean isChecked) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (isChecked) {
                check(response, Optional.of(response.body()));
            }
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void check(HttpResponse<?> response, Optional<String> body) {
        HttpRequest request = response.request();
        assertThat(Description.of(gateway, client)
                        .differences(
                                request.method(),
                                request.uri().getRawPath(),
                                response.statusCode(),
                                response.headers()::firstValue,
                                body))
                .as(request + " " + response.statusCode() + " " + body.orElse(""))
                .isEmpty();
    }
}
