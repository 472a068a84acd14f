package io.escriba.gateway.description;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.SseReader.Event;
import io.escriba.training.SpecField;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing is missing in the description, whatever operations there are. That it is true, {@link Description} checks. */
@QuarkusTest
final class DescriptionIT extends RunningGateway {
    private static final Set<String> LIMITS =
            Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "const");
    private static final Set<String> KINDS = Set.of("type", "anyOf", "oneOf", "allOf", "enum", "const", "$ref");

    private static final Set<String> ASKING_INFERENCE =
            Set.of("POST /v1/completions", "GET /api/streams/{id}", "POST /api/models/{name}/score");

    private final List<String> missing = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    @Test
    void everyOperationParameterFieldAndErrorIsDescribed() {
        Description description = Description.of(address);

        assertThat(description.operations()).hasSizeGreaterThan(15);
        assertThat(description.operations()).extracting(Operation::toString).containsAll(ASKING_INFERENCE);
        description.operations().forEach(operation -> walk(operation, description));

        assertThat(missing).isEmpty();
    }

    @Test
    void theSettingsOfATrainingAreThoseThatAreChecked() {
        JsonNode schemas = Description.of(address).document().at("/components/schemas");
        JsonNode request = schemas.at("/TrainingRequest/properties");

        assertThat(SpecField.all())
                .allSatisfy(field -> assertThat(
                                request.at("/" + field.name() + "/description").asText())
                        .startsWith(field.meaning()));
        assertThat(request.at("/hiddenSize/maximum").asInt()).isEqualTo(8192);
        assertThat(request.at("/hiddenSize").has("default")).isFalse();
        assertThat(request.at("/dropout/exclusiveMaximum").asInt()).isEqualTo(1);
        assertThat(request.at("/optimizer/default").asText()).isEqualTo("adam");
        assertThat(request.at("/optimizer/enum")).hasSize(4);
        assertThat(request.at("/preset/enum").toString()).contains("report-gru", "auto");
        assertThat(request.at("/head/items/properties/units/minimum").asInt()).isEqualTo(1);
        assertThat(request.has("corpus")).isTrue();
        assertThat(schemas.at("/TrainingSettings/properties").has("corpus")).isFalse();
        assertThat(schemas.at("/TrainingSpec/required")).hasSize(SpecField.all().size());
    }

    @Test
    void anAnswerThatIsNotAsDescribedIsNoticed() {
        Description description = Description.of(address);
        String created = "{\"id\":\"a\",\"model\":\"m\",\"version\":1,\"seed\":1,\"prompt\":\"\"}";
        Map<String, String> headers = Map.of("Content-Type", "application/json", "Location", "http://x/");

        assertThat(differences(description, "/api/streams", 201, headers, created))
                .isEmpty();
        assertThat(differences(description, "/api/streams", 201, headers, created.replace("}", ",\"x\":1}")))
                .hasSize(1);
        assertThat(differences(description, "/api/streams", 201, headers, created.replace(",\"prompt\":\"\"", "")))
                .hasSize(1);
        assertThat(differences(
                        description, "/api/streams", 201, headers, created.replace("\"version\":1", "\"version\":0")))
                .hasSize(1);
        assertThat(differences(description, "/api/streams", 201, headers, created.replace("\"m\"", "\"M\"")))
                .hasSize(1);
        assertThat(differences(description, "/api/streams", 200, headers, created))
                .hasSize(1);
        assertThat(differences(description, "/api/streams", 201, Map.of("Content-Type", "application/json"), created))
                .hasSize(1);
        assertThat(differences(
                        description,
                        "/v1/completions",
                        429,
                        Map.of("Content-Type", "application/json"),
                        "{\"error\":{\"message\":\"m\",\"type\":\"requests\",\"param\":null,\"code\":null}}"))
                .containsExactlyInAnyOrder("Header Retry-After is missing.", "Header x-request-id is missing.");
        assertThat(differences(description, "/api/nothing", 404, headers, "{}")).hasSize(1);
        assertThat(description.differences("GET", "/api/streams/x", new Event("1", "text", "{\"text\":\"a\"}")))
                .hasSize(1);
        assertThat(description.differences("GET", "/api/streams/x", new Event("1", "test", "{}")))
                .isNotEmpty();
    }

    @Test
    void aRequestThatIsNotAsDescribedIsNoticed() {
        Description description = Description.of(address);
        Inputs inputs = new Inputs(description);
        Operation streams = operation(description, "POST /api/streams");
        Operation letters = operation(description, "GET /api/dead-letters");

        for (String value : List.of("0.7", "10", "null", "1e-400")) {
            assertThat(inputs.ofBody(streams, temperature(value))).as(value).isEmpty();
        }
        for (String value : List.of("NaN", "0x10", "01", "+1", "11", "-1", "\"1\"", "[]", "1}", "")) {
            assertThat(inputs.ofBody(streams, temperature(value))).as(value).isNotEmpty();
        }
        for (String body : List.of("", "{}", "{\"model\":\"m\",\"tempo\":1}", "{\"model\":\"m\"}{}", "[]")) {
            assertThat(inputs.ofBody(streams, body.getBytes(UTF_8))).as(body).isNotEmpty();
        }
        assertThat(inputs.ofBody(streams, "{\"model\":\"\u00e7\"}".getBytes(ISO_8859_1)))
                .isNotEmpty();
        JsonNode limit = letters.parameters("query").get(0);
        assertThat(inputs.ofParameter(limit, "7")).isEmpty();
        for (String value : List.of("0", "1001", "+7", "0x7", "7.5", "seven")) {
            assertThat(inputs.ofParameter(limit, value)).as(value).isNotEmpty();
        }
    }

    private static byte[] temperature(String value) {
        return ("{\"model\":\"m\",\"temperature\":" + value + "}").getBytes(UTF_8);
    }

    private static Operation operation(Description description, String name) {
        return description.operations().stream()
                .filter(operation -> operation.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> differences(
            Description description, String path, int status, Map<String, String> headers, String body) {
        return description.differences(
                "POST", path, status, name -> Optional.ofNullable(headers.get(name)), Optional.of(body));
    }

    private void walk(Operation operation, Description description) {
        JsonNode json = operation.json();
        require(json.hasNonNull("summary"), operation, "a summary");
        require(json.path("tags").size() > 0, operation, "a tag");
        json.path("parameters").forEach(parameter -> {
            String place = operation + " parameter " + parameter.get("name").asText();
            require(parameter.hasNonNull("description"), place, "a description");
            JsonNode schema = parameter.has("content")
                    ? parameter.at("/content/application~1json/schema")
                    : parameter.path("schema");
            walk(schema, place, false, description);
        });
        json.path("requestBody")
                .path("content")
                .properties()
                .forEach(type -> walk(type.getValue().path("schema"), operation + " body", false, description));
        if (json.has("requestBody")) {
            require(json.at("/requestBody/content").size() > 0, operation, "a media type of its body");
        }
        responses(operation, description);
    }

    private void responses(Operation operation, Description description) {
        JsonNode responses = operation.json().get("responses");
        require(
                responses.properties().stream()
                        .anyMatch(response -> response.getKey().startsWith("2")),
                operation,
                "an answer that is no error");
        statuses(operation).forEach(status -> require(responses.has(status), operation, "the status " + status));
        responses.properties().forEach(response -> {
            String status = response.getKey();
            String place = operation + " " + status;
            JsonNode content = response.getValue().path("content");
            require(response.getValue().hasNonNull("description"), place, "a description");
            require(content.size() > 0 || Set.of("202", "204", "304").contains(status), place, "content");
            content.properties().forEach(type -> walk(type.getValue().path("schema"), place, true, description));
            response.getValue().path("headers").properties().forEach(header -> {
                require(header.getValue().hasNonNull("description"), place, "a description of " + header.getKey());
                require(header.getValue().has("schema"), place, "a schema of " + header.getKey());
            });
            if (status.compareTo("400") >= 0) {
                boolean openAi = operation.template().startsWith("/v1/");
                require(
                        content.at(openAi ? "/application~1json/schema/$ref" : "/application~1problem+json/schema/$ref")
                                .asText()
                                .endsWith(openAi ? "/OpenAiError" : "/Problem"),
                        place,
                        "the schema of errors");
            }
            if (Set.of("429", "503").contains(status)) {
                require(response.getValue().at("/headers/Retry-After/required").asBoolean(), place, "Retry-After");
            }
        });
    }

    /** The errors that such an operation can give. */
    private static Stream<String> statuses(Operation operation) {
        JsonNode json = operation.json();
        boolean open = json.path("security").isArray() && json.get("security").isEmpty();
        boolean named =
                !operation.parameters("path").isEmpty() && !operation.method().equals("POST");
        boolean once = operation.parameters("header").stream()
                .anyMatch(header -> header.get("name").asText().equals("Idempotency-Key"));
        boolean asksInference = ASKING_INFERENCE.contains(operation.toString());
        return Stream.of(
                        Stream.of("400", "403", "429", "500"),
                        open ? Stream.<String>empty() : Stream.of("401"),
                        json.has("requestBody") ? Stream.of("408", "413") : Stream.<String>empty(),
                        named ? Stream.of("404") : Stream.<String>empty(),
                        asksInference ? Stream.of("502", "503") : Stream.<String>empty(),
                        once ? Stream.of("409", "422", "503") : Stream.<String>empty())
                .flatMap(statuses -> statuses);
    }

    /** Looks for what is missing in a schema and in those that it uses. */
    private void walk(JsonNode schema, String place, boolean answer, Description description) {
        require(KINDS.stream().anyMatch(schema::has), place, "a type");
        if (schema.has("$ref")) {
            String reference = schema.get("$ref").asText();
            JsonNode target = description.resolved(schema);
            require(!target.isMissingNode(), place, reference);
            if (!target.isMissingNode() && seen.add(reference + answer)) {
                require(target.hasNonNull("description"), reference, "a description");
                walk(target, reference, answer, description);
            }
            return;
        }
        String type = schema.path("type").toString();
        if (type.contains("integer") || type.contains("number")) {
            require(LIMITS.stream().anyMatch(schema::has), place, "a range");
        }
        if (schema.has("properties")) {
            require(schema.path("additionalProperties").isBoolean(), place, "additionalProperties: false");
            require(!answer || schema.has("required"), place, "the fields that are always there");
        }
        schema.path("properties").properties().forEach(property -> {
            String field = place + " field " + property.getKey();
            JsonNode value = property.getValue();
            require(
                    value.hasNonNull("description")
                            || description.resolved(value).hasNonNull("description"),
                    field,
                    "a description");
            walk(value, field, answer, description);
        });
        for (String part : List.of("items", "contentSchema")) {
            if (schema.has(part)) {
                walk(schema.get(part), place, answer, description);
            }
        }
        for (String part : List.of("anyOf", "oneOf", "allOf")) {
            schema.path(part).forEach(one -> walk(one, place, answer, description));
        }
        if (type.contains("array")) {
            require(schema.has("items"), place, "its items");
        }
    }

    private void require(boolean holds, Object place, String what) {
        if (!holds) {
            missing.add(place + " lacks " + what);
        }
    }
}
