package io.escriba.gateway.description;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * An operation as the description has it.
 *
 * @param template its path, with parameters in braces
 */
record Operation(String method, String template, JsonNode json) {
    /** Whether a path is one of this operation. */
    boolean covers(String path) {
        String pattern = Pattern.compile("\\{[^}]*}|[^{]+")
                .matcher(template)
                .replaceAll(part ->
                        part.group().startsWith("{") ? "[^/]+" : part.group().replace(".", "\\\\."));
        return path.matches(pattern + "/?");
    }

    /** Its parameters in one place: {@code path}, {@code query} or {@code header}. */
    List<JsonNode> parameters(String in) {
        return StreamSupport.stream(json.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.get("in").asText().equals(in))
                .toList();
    }

    /** Its path with these values for the parameters. */
    String path(UnaryOperator<String> values) {
        return Pattern.compile("\\{([^}]*)}")
                .matcher(template)
                .replaceAll(match -> Matcher.quoteReplacement(values.apply(match.group(1))));
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
