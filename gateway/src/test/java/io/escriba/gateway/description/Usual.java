package io.escriba.gateway.description;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is valid at a gateway, and does no harm to what other tests need: in every request but one place is nasty, and this stands in
 * all others.
 *
 * @param gateway where it is
 * @param model that can write
 * @param stream the id of a stream
 * @param job a training that has ended
 */
public record Usual(URI gateway, String model, String stream, String job) {
    /** What nobody else has, so that it may be written to and deleted. */
    private static final String OWN = "fuzz";

    /** A corpus that nobody has published: a real trainer would be busy with one for long. */
    private static final String UNPUBLISHED = "fuzz-of-nothing";

    /** The path of an operation with its usual parameters. */
    String path(Operation operation) {
        return operation.path(name -> parameter(operation, name));
    }

    /** A parameter of a path. */
    String parameter(Operation operation, String name) {
        if (operation.template().startsWith("/api/streams/")) {
            return stream;
        }
        if (name.equals("job")) {
            return job;
        }
        if (operation.template().endsWith("/train")) {
            return UNPUBLISHED;
        }
        return operation.template().startsWith("/api/corpora")
                        || operation.method().equals("DELETE")
                ? OWN
                : model;
    }

    /** The query of an operation, with a question mark. */
    String query(Operation operation) {
        boolean trains = operation.parameters("query").stream()
                .anyMatch(parameter -> parameter.get("name").asText().equals("train"));
        return trains ? "?train=false" : "";
    }

    /** The body of an operation; empty where it has none. */
    byte[] body(Operation operation) {
        JsonNode content = operation.json().at("/requestBody/content");
        if (content.isMissingNode()) {
            return new byte[0];
        }
        if (!content.has("application/json")) {
            return "ab".getBytes(UTF_8);
        }
        Map<String, String> fields = new TreeMap<>();
        content.at("/application~1json/schema/required")
                .forEach(name -> fields.put(name.asText(), name.asText().equals("model") ? model : "ab"));
        return Json.bytes(fields);
    }
}
