package io.escriba.gateway.description;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Aims at every place of every operation where the description says that there may be input. */
final class Shots {
    private static final long SEED = 20_260_101;
    private static final List<String> HEADERS =
            List.of("Accept", "Authorization", "Content-Type", "Content-Encoding", "Range", "Expect");

    /** What is not one value, or is refused before it is read as one. */
    private static final List<String> OTHER_QUERIES = List.of("1&%s=2", "&&=&%%", "%%zz");

    private final RandomGenerator random = new SplittableRandom(SEED);
    private final Description description;
    private final Inputs inputs;
    private final Usual usual;
    private final List<Shot> shots = new ArrayList<>();

    private Shots(Description description, Usual usual) {
        this.description = description;
        this.inputs = new Inputs(description);
        this.usual = usual;
    }

    /** All of them. */
    static List<Shot> at(Description description, Usual usual) {
        Shots shots = new Shots(description, usual);
        description.operations().forEach(shots::aim);
        return shots.shots;
    }

    private void aim(Operation operation) {
        operation.parameters("path").forEach(parameter -> aimAtPath(operation, parameter));
        operation.parameters("query").forEach(parameter -> aimAtQuery(operation, parameter));
        operation
                .parameters("header")
                .forEach(parameter -> Nasties.HEADERS.forEach(nasty -> header(
                        operation, parameter.get("name").asText(), nasty, inputs.ofParameter(parameter, nasty))));
        HEADERS.forEach(name -> Nasties.HEADERS.forEach(nasty -> header(operation, name, nasty, List.of())));
        if (operation.json().has("requestBody")) {
            aimAtBody(operation);
        }
    }

    /** What is no valid name may be another path that is one. */
    private void aimAtPath(Operation operation, JsonNode parameter) {
        String name = parameter.get("name").asText();
        Nasties.ENCODED.forEach(nasty -> shots.add(new Shot(
                operation + " with " + name,
                operation.method(),
                operation.path(other -> other.equals(name) ? nasty : usual.parameter(operation, other))
                        + usual.query(operation),
                Map.of(),
                usual.body(operation),
                List.of())));
    }

    private void aimAtQuery(Operation operation, JsonNode parameter) {
        String name = parameter.get("name").asText();
        Nasties.ENCODED.forEach(
                nasty -> query(operation, name, nasty, inputs.ofParameter(parameter, URLDecoder.decode(nasty, UTF_8))));
        OTHER_QUERIES.forEach(nasty -> query(operation, name, nasty.formatted(name), List.of()));
    }

    private void query(Operation operation, String name, String nasty, List<String> wrong) {
        String others = usual.query(operation);
        String query = others.isEmpty() || others.startsWith("?" + name + "=") ? "?" : others + "&";
        shots.add(new Shot(
                operation + " with " + name,
                operation.method(),
                usual.path(operation) + query + name + "=" + nasty,
                Map.of(),
                usual.body(operation),
                wrong));
    }

    private void header(Operation operation, String name, String nasty, List<String> wrong) {
        shots.add(new Shot(
                operation + " with " + name + " '" + (nasty.length() > 40 ? nasty.length() : nasty) + "'",
                operation.method(),
                usual.path(operation) + usual.query(operation),
                Map.of(name, nasty),
                usual.body(operation),
                wrong));
    }

    private void aimAtBody(Operation operation) {
        String valid = new String(usual.body(operation), UTF_8);
        Nasties.bodies(valid).forEach((what, body) -> body(operation, what, body));
        JsonNode schema = operation.json().at("/requestBody/content/application~1json/schema");
        fields(description.resolved(schema), "").forEach(field -> {
            Stream.concat(
                            Nasties.VALUES.stream(),
                            Stream.generate(() -> Nasties.text(random)).limit(10))
                    .forEach(nasty -> body(
                            operation,
                            field + " " + (nasty.length() > 40 ? nasty.length() + " long" : nasty),
                            with(valid, field, nasty).getBytes(UTF_8)));
        });
    }

    private void body(Operation operation, String what, byte[] body) {
        shots.add(new Shot(
                operation + " with " + what,
                operation.method(),
                usual.path(operation) + usual.query(operation),
                Map.of("Content-Type", "application/json"),
                body,
                inputs.ofBody(operation, body)));
    }

    /** The names of all fields, those within objects and lists with what stands before and after them. */
    private List<String> fields(JsonNode schema, String before) {
        List<String> fields = new ArrayList<>();
        description.resolved(schema).path("properties").properties().forEach(property -> {
            String field = before + property.getKey();
            fields.add(field);
            JsonNode value = description.resolved(property.getValue());
            fields.addAll(fields(value, field + "."));
            fields.addAll(fields(value.path("items"), field + "[]."));
        });
        return fields;
    }

    /** A JSON object with one more field, whose value need not be JSON. */
    private static String with(String object, String field, String value) {
        String nested = value;
        String[] names = field.split("\\.", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            boolean list = names[i].endsWith("[]");
            String name = list ? names[i].substring(0, names[i].length() - 2) : names[i];
            String inner = "\"" + name + "\":" + (list ? "[" + nested + "]" : nested);
            nested = i == 0 ? inner : "{" + inner + "}";
        }
        String others = object.substring(1, object.length() - 1);
        // The last of two fields of the same name counts.
        return "{" + others + (others.isEmpty() ? "" : ",") + nested + "}";
    }
}
