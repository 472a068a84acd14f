package io.escriba.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads a stream of server-sent events as a browser does (HTML Living Standard, section 9.2.6). */
public final class SseReader implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;
    private final Consumer<Event> check;

    /**
     * Reads the events of an answer.
     *
     * @param check is shown every event before it is given out
     */
    SseReader(HttpResponse<InputStream> response, Consumer<Event> check) {
        this.response = response;
        this.check = check;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** An event; fields that it lacks are empty. */
    public record Event(String id, String name, String data) {
        /** The data as JSON. */
        public JsonNode json() {
            return Json.read(data, JsonNode.class);
        }

        /** Whether it has this name. */
        public static Predicate<Event> named(String name) {
            return event -> event.name().equals(name);
        }
    }

    /** The status of the answer. */
    public int status() {
        return response.statusCode();
    }

    /** A header, or nothing. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** Everything that comes until the stream ends. */
    public List<Event> all() {
        List<Event> events = new ArrayList<>();
        for (Optional<Event> event = next(); event.isPresent(); event = next()) {
            events.add(event.get());
        }
        return events;
    }

    /** The next event, when it comes; empty at the end of the stream. */
    public Optional<Event> next() {
        String id = "";
        String name = "";
        List<String> data = new ArrayList<>();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        Event event = new Event(id, name, String.join("\n", data));
                        check.accept(event);
                        return Optional.of(event);
                    }
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    data.add(line.substring("data: ".length()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads on until a comment comes; nothing else may come before it. */
    public void awaitComment() {
        try {
            String line = lines.readLine();
            if (line == null || !line.startsWith(":")) {
                throw new AssertionError("Expected a comment, but this came: " + line);
            }
            String end = lines.readLine();
            if (end == null || !end.isEmpty()) {
                throw new AssertionError("Expected an empty line after a comment, but this came: " + end);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes away without reading on. */
    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
