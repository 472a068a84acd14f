package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How a model is trained. As JSON it is one flat object; a request names only what it wants to be different, and
 * {@link #with} lays it over a complete spec.
 *
 * @param network what is trained
 * @param examples how the corpus becomes examples
 * @param optimization how weights are learned
 * @param limits when it ends
 * @param samples what is written meanwhile
 */
public record TrainingSpec(
        @Setting("The recipe that the spec begins with; auto, or none, lets the trainer choose by the text")
        Optional<String> preset,

        @JsonUnwrapped NetworkSpec network,
        @JsonUnwrapped ExampleSpec examples,
        @JsonUnwrapped OptimizationSpec optimization,
        @JsonUnwrapped LimitSpec limits,
        @JsonUnwrapped SampleSpec samples,

        @Setting(
                value = "How exactly large matrices are multiplied; bfloat16 is faster where the processor"
                        + " multiplies such numbers itself",
                chosen = true)
        @JsonProperty(required = true)
        Precision precision,

        @Setting("The model, NAME or NAME@VERSION, whose weights the training begins with, and whose network and"
                + " examples are the defaults; random weights when absent")
        Optional<String> initializeFrom,

        @Setting("Of the initial weights, of the order of examples and of dropout: the same seed trains the same model")
        @JsonProperty(required = true)
        long seed) {

    private static final int SHOWN = 40;
    private static final Set<String> LIMITS = Set.of("epochs", "steps", "timeBudget");

    public TrainingSpec {
        Problems problems = new Problems();
        network.check(problems);
        network.check(examples, problems);
        examples.check(problems);
        optimization.check(problems);
        limits.check(problems);
        samples.check(problems);
        problems.throwIfAny();
    }

    /** A complete spec that all others are laid over: a small GRU that reads a text for a minute. */
    public static TrainingSpec base() {
        return Json.bind(Presets.base(), TrainingSpec.class);
    }

    /**
     * This spec with the fields of a request laid over it. A request that names a limit ({@code epochs}, {@code steps},
     * {@code timeBudget}) replaces all limits of this spec; one that names a preset is laid over that preset instead.
     *
     * @throws InvalidSpecException when the request is no object, has unknown fields or values out of range
     */
    public TrainingSpec with(JsonNode request) {
        if (!request.isObject()) {
            throw new InvalidSpecException(List.of("It must be a JSON object, but it is: " + request + "."));
        }
        JsonNode preset = request.path("preset");
        if (preset.isMissingNode() || preset.isNull() || Presets.AUTO.equals(preset.asText())) {
            return overlaid(request);
        }
        return base().overlaid(Presets.named(preset.asText())).overlaid(request);
    }

    private TrainingSpec overlaid(JsonNode request) {
        ObjectNode own = Json.tree(this).deepCopy();
        Set<String> known = fieldNames(own);
        Set<String> unknown = new TreeSet<>();
        Map<String, JsonNode> fitting = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        request.properties().forEach(field -> {
            if (!known.contains(field.getKey())) {
                unknown.add(field.getKey());
            } else if (!field.getValue().isNull()) {
                misfit(own, field).ifPresentOrElse(problems::add, () -> fitting.put(field.getKey(), field.getValue()));
            }
        });
        if (!unknown.isEmpty()) {
            problems.add("Unknown: " + shown(unknown) + ". Known are: " + String.join(", ", known) + ".");
        }
        ObjectNode merged = own.deepCopy();
        if (fitting.keySet().stream().anyMatch(LIMITS::contains)) {
            merged.remove(LIMITS);
        }
        merged.setAll(fitting);
        return bound(merged, problems);
    }

    /** What is wrong with a field whatever the others are: it is nothing of the kind that it should be. */
    private static Optional<String> misfit(ObjectNode others, Map.Entry<String, JsonNode> field) {
        try {
            Json.bind(others.deepCopy().set(field.getKey(), field.getValue()), TrainingSpec.class);
            return Optional.empty();
        } catch (MalformedJsonException e) {
            return invalidSpec(e).isPresent() ? Optional.empty() : Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The spec, unless something is wrong with it or was found before. */
    private static TrainingSpec bound(ObjectNode fields, List<String> problems) {
        try {
            TrainingSpec spec = Json.bind(fields, TrainingSpec.class);
            if (problems.isEmpty()) {
                return spec;
            }
        } catch (MalformedJsonException e) {
            problems.addAll(invalidSpec(e)
                    .map(InvalidSpecException::problems)
                    .orElseGet(() -> List.of(String.valueOf(e.getMessage()))));
        }
        throw new InvalidSpecException(problems);
    }

    private static Optional<InvalidSpecException> invalidSpec(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidSpecException invalid) {
                return Optional.of(invalid);
            }
        }
        return Optional.empty();
    }

    /** No more, and no longer, than somebody would read. */
    private static String shown(Set<String> names) {
        String first = names.stream()
                .limit(SHOWN)
                .map(name -> name.length() > SHOWN ? name.substring(0, SHOWN) + "..." : name)
                .collect(Collectors.joining(", "));
        return names.size() > SHOWN ? first + " and " + (names.size() - SHOWN) + " more" : first;
    }

    private static Set<String> fieldNames(ObjectNode object) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> i = object.fieldNames(); i.hasNext(); ) {
            names.add(i.next());
        }
        return names;
    }
}
