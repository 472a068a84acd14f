package io.escriba.gateway.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.escriba.gateway.SseReader.Event;
import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The OpenAPI description that a gateway gives, and in what its answers differ from it. Thread-safe. */
public final class Description {
    private static final Map<URI, Description> KNOWN = new ConcurrentHashMap<>();

    private final JsonNode document;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private Description(JsonNode document) {
        this.document = document;
    }

    /** What the gateway at this address gives. */
    public static Description of(URI gateway) {
        return of(gateway, HttpClient.newHttpClient());
    }

    /** What the gateway at this address gives, asked with a client that can reach it. */
    public static Description of(URI gateway, HttpClient client) {
        return KNOWN.computeIfAbsent(gateway, address -> load(address, client));
    }

    private static Description load(URI gateway, HttpClient client) {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/q/openapi"))
                .header("Accept", "application/json")
                .build();
        try {
            return new Description(
                    Json.parse(client.send(request, BodyHandlers.ofString()).body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All of it. */
    JsonNode document() {
        return document;
    }

    /** All operations. */
    List<Operation> operations() {
        return document.get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue())))
                .toList();
    }

    /** What a reference leads to; the schema itself when it is none. */
    JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    /**
     * In what an answer differs from what is described; nothing is said of paths outside of {@code /api} and {@code /v1}.
     *
     * @param path as it was sent, without a query
     * @param header gives a header of the answer by its name
     * @param body of the answer, unless it is not looked at
     */
    public List<String> differences(
            String method, String path, int status, Function<String, Optional<String>> header, Optional<String> body) {
        boolean openAi = path.startsWith("/v1/");
        if ((!openAi && !path.startsWith("/api/")) || List.of("OPTIONS", "HEAD").contains(method)) {
            return List.of();
        }
        Optional<Operation> operation = operation(method, path);
        if (operation.isEmpty()) {
            JsonNode content = Json.parse(
                    openAi
                            ? "{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/OpenAiError\"}}}"
                            : "{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}");
            return status >= 400 && status < 500
                    ? content(content, header, body)
                    : List.of(status + " is answered, but there is no such operation.");
        }
        JsonNode response = operation.get().json().get("responses").path(Integer.toString(status));
        if (response.isMissingNode()) {
            return List.of("The status " + status + " is not described.");
        }
        return Stream.concat(
                        headers(response.path("headers"), header).stream(),
                        content(response.path("content"), header, body).stream())
                .toList();
    }

    /** In what an event of a stream differs from what is described. */
    public List<String> differences(String method, String path, Event event) {
        return operation(method, path)
                .map(operation ->
                        differences(operation.json().at("/responses/200/content/text~1event-stream/schema"), event))
                .orElseGet(() -> List.of("There is no such operation."));
    }

    private List<String> differences(JsonNode schema, Event event) {
        JsonNode items = resolved(schema).path("items");
        JsonNode kind = StreamSupport.stream(items.path("oneOf").spliterator(), false)
                .filter(one -> one.at("/properties/event/const").asText().equals(event.name()))
                .findFirst()
                .orElse(items);
        ObjectNode written = Json.mapper().createObjectNode();
        if (!event.id().isEmpty()) {
            written.put("id", event.id());
        }
        if (!event.name().isEmpty()) {
            written.put("event", event.name());
        }
        written.put("data", event.data());
        List<String> differences = new ArrayList<>(invalid(kind, written));
        if (!event.data().equals("[DONE]")) {
            differences.addAll(json(kind.at("/properties/data/contentSchema"), event.data()));
        }
        return differences;
    }

    private Optional<Operation> operation(String method, String path) {
        String normal = normal(path);
        return operations().stream()
                .filter(operation -> operation.method().equals(method) && operation.covers(normal))
                .findFirst();
    }

    /** Without the segments {@code .} and {@code ..}, however they are written (RFC 3986, section 5.2.4). */
    private static String normal(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.replaceAll("(?i)%2e", ".").split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.equals(".")) {
                segments.add(segment);
            }
        }
        return String.join("/", segments);
    }

    private List<String> headers(JsonNode described, Function<String, Optional<String>> header) {
        return described.properties().stream()
                .flatMap(entry -> header.apply(entry.getKey())
                        .map(value -> invalid(entry.getValue().get("schema"), ofHeader(value)).stream()
                                .map(difference -> "Header " + entry.getKey() + " is '" + value + "': " + difference))
                        .orElseGet(() -> entry.getValue().path("required").asBoolean()
                                ? Stream.of("Header " + entry.getKey() + " is missing.")
                                : Stream.empty()))
                .toList();
    }

    /** Numbers and flags are written in a header as in JSON. */
    private static JsonNode ofHeader(String value) {
        return value.matches("-?[0-9]+|true|false") ? Json.parse(value) : TextNode.valueOf(value);
    }

    private List<String> content(JsonNode described, Function<String, Optional<String>> header, Optional<String> body) {
        if (described.isEmpty()) {
            return body.filter(text -> !text.isEmpty())
                    .map(text -> List.of("There is a body, but none is described: " + text))
                    .orElse(List.of());
        }
        String type = header.apply("Content-Type").orElse("").replaceFirst(";.*", "");
        if (!described.has(type)) {
            return List.of("The media type is '" + type + "'; described are " + described.properties() + ".");
        }
        if (body.isEmpty() || !type.endsWith("json")) {
            return List.of();
        }
        return json(described.get(type).path("schema"), body.get());
    }

    private List<String> json(JsonNode schema, String json) {
        try {
            return invalid(schema, Json.parse(json));
        } catch (MalformedJsonException e) {
            return List.of(e.getMessage() + " " + json);
        }
    }

    private List<String> invalid(JsonNode schema, JsonNode value) {
        return errors(schema, value).stream()
                .map(error -> error + " in " + value)
                .toList();
    }

    /** In what a value differs from a schema. */
    List<String> errors(JsonNode schema, JsonNode value) {
        if (schema.isMissingNode() || schema.isEmpty()) {
            return List.of("There is no schema.");
        }
        return schemas
                .computeIfAbsent(schema.toString(), text -> registry.getSchema(withComponents(schema)))
                .validate(value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private JsonNode withComponents(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        return whole.set("components", document.get("components"));
    }
}
