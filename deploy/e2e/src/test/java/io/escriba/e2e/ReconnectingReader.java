package io.escriba.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Reads a stream to its end. Where it breaks off, it goes on with {@code Last-Event-ID} as an {@code EventSource} does, each
 * time at the next of its addresses.
 */
final class ReconnectingReader implements Callable<String> {
    private final HttpClient http;
    private final List<URI> addresses;
    private final StringBuilder text = new StringBuilder();
    private String lastEventId = "";
    private boolean ended;
    private volatile int characters;
    private final AtomicInteger connections = new AtomicInteger();

    ReconnectingReader(HttpClient http, List<URI> addresses) {
        this.http = http;
        this.addresses = addresses;
    }

    /** Characters that have come so far. */
    int characters() {
        return characters;
    }

    /** How many times it has connected. */
    int connections() {
        return connections.get();
    }

    /** The whole text. */
    @Override
    public String call() throws InterruptedException {
        while (!ended) {
            URI address = addresses.get(connections.getAndIncrement() % addresses.size());
            try {
                read(address);
            } catch (IOException e) {
                // The gateway is gone, in the middle or before it answered; another one has the rest.
            }
        }
        return text.toString();
    }

    private void read(URI address) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<Stream<String>> answer = http.send(request.build(), BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new AssertionError(address + " answers " + answer.statusCode() + ": " + lines.toList());
            }
            read(lines.iterator());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void read(Iterator<String> lines) {
        String id = "";
        String name = "";
        String data = "";
        while (lines.hasNext() && !ended) {
            String line = lines.next();
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data = line.substring("data: ".length());
            } else if (line.isEmpty() && !data.isEmpty()) {
                take(id, name, data);
                data = "";
            }
        }
    }

    private void take(String id, String name, String data) {
        switch (name) {
            case "text" -> {
                String more = Json.read(data, JsonNode.class).get("text").asText();
                text.append(more);
                characters = Integer.parseInt(id);
                lastEventId = id;
            }
            case "end" -> ended = true;
            default -> throw new AssertionError("An event '" + name + "' came after " + lastEventId + ": " + data);
        }
    }
}
