package io.escriba.gateway.description;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * In what requests differ from what is described. It reads JSON by itself, as the standard has it, so that nothing passes because the
 * gateway takes it.
 */
final class Inputs {
    private static final ObjectReader STANDARD =
            JsonMapper.builder().build().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Description description;

    Inputs(Description description) {
        this.description = description;
    }

    /** In what a body differs. A field that is null is one that is absent. */
    List<String> ofBody(Operation operation, byte[] body) {
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            return List.of("It is not UTF-8.");
        }
        JsonNode schema = operation.json().at("/requestBody/content/application~1json/schema");
        if (schema.isMissingNode() ? text.isEmpty() : text.isBlank()) {
            return operation.json().at("/requestBody/required").asBoolean() ? List.of("It is missing.") : List.of();
        }
        // A byte order mark may be ignored (RFC 8259, section 8.1).
        return schema.isMissingNode()
                ? List.of()
                : ofJson(schema, text.startsWith("\ufeff") ? text.substring(1) : text);
    }

    /** In what the value of a parameter differs. An empty one is one that is absent, and what follows a semicolon another one. */
    List<String> ofParameter(JsonNode parameter, String value) {
        if (value.isBlank() || value.contains(";")) {
            return List.of();
        }
        JsonNode json = parameter.at("/content/application~1json/schema");
        if (!json.isMissingNode()) {
            return ofJson(json, value);
        }
        JsonNode schema = description.resolved(parameter.path("schema"));
        return schema.path("type").toString().contains("string")
                ? description.errors(schema, TextNode.valueOf(value))
                : ofJson(schema, value);
    }

    private List<String> ofJson(JsonNode schema, String text) {
        try {
            JsonNode value = STANDARD.readTree(text);
            return isFinite(value)
                    ? description.errors(schema, withoutNulls(value))
                    : List.of("It has a number that is larger than every bound.");
        } catch (JsonProcessingException e) {
            return List.of("It is no JSON: " + e.getOriginalMessage());
        }
    }

    private static boolean isFinite(JsonNode value) {
        return (!value.isNumber() || Double.isFinite(value.doubleValue()))
                && StreamSupport.stream(value.spliterator(), false).allMatch(Inputs::isFinite);
    }

    private static JsonNode withoutNulls(JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
        }
        value.forEach(Inputs::withoutNulls);
        return value;
    }
}
