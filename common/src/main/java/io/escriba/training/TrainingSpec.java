package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a model is trained. As JSON it is one flat object; a request names only what it wants to be different, and
 * {@link #with} lays it over complete defaults.
 *
 * @param architecture the recurrent layer
 * @param nonlinearity of {@code rnn}; ignored by the others
 * @param embedding width of the learned embedding of a character, 1 to 8,192
 * @param hiddenSize units of each recurrent layer, 1 to 8,192
 * @param layers recurrent layers, 1 to 8
 * @param dropout between layers and before the output, 0 to below 1
 * @param documents what one document is
 * @param sequenceLength characters of one training example, 2 to 65,536
 * @param batchSize examples of one step, 1 to 65,536
 * @param learningRate of Adam (Kingma and Ba 2015), above 0 and at most 1
 * @param schedule of the learning rate
 * @param gradientClip largest norm of all gradients together, above 0
 * @param epochs training ends after so many passes over the text, at least 1
 * @param steps training ends after so many steps, at least 1
 * @param timeBudget training ends after this time; the first limit that is reached counts
 * @param validationFraction part of the documents or of the text's end that is held out, 0.01 to 0.5
 * @param seed of the initial weights, of the order of examples and of dropout
 * @param sampleTemperatures the network writes one sample for each at every evaluation, 0 to 10 each
 * @param sampleLength characters of a sample, 1 to 10,000
 */
public record TrainingSpec(
        @JsonProperty(required = true) Architecture architecture,
        @JsonProperty(required = true) Nonlinearity nonlinearity,
        @JsonProperty(required = true) int embedding,
        @JsonProperty(required = true) int hiddenSize,
        @JsonProperty(required = true) int layers,
        @JsonProperty(required = true) double dropout,
        @JsonProperty(required = true) Documents documents,
        @JsonProperty(required = true) int sequenceLength,
        @JsonProperty(required = true) int batchSize,
        @JsonProperty(required = true) double learningRate,
        @JsonProperty(required = true) Schedule schedule,
        @JsonProperty(required = true) double gradientClip,
        Optional<Long> epochs,
        Optional<Long> steps,
        Optional<Duration> timeBudget,
        @JsonProperty(required = true) double validationFraction,
        @JsonProperty(required = true) long seed,
        @JsonProperty(required = true) List<Double> sampleTemperatures,
        @JsonProperty(required = true) int sampleLength) {

    private static final Set<String> LIMITS = Set.of("epochs", "steps", "timeBudget");

    public TrainingSpec {
        sampleTemperatures = List.copyOf(sampleTemperatures);
        Problems problems = new Problems();
        problems.range("embedding", embedding, 1, 8_192);
        problems.range("hiddenSize", hiddenSize, 1, 8_192);
        problems.range("layers", layers, 1, 8);
        problems.check(dropout >= 0 && dropout < 1, "dropout is " + dropout + "; use 0 to below 1.");
        problems.range("sequenceLength", sequenceLength, 2, 65_536);
        problems.range("batchSize", batchSize, 1, 65_536);
        problems.check(
                learningRate > 0 && learningRate <= 1,
                "learningRate is " + learningRate + "; use a number above 0 and at most 1.");
        problems.check(gradientClip > 0, "gradientClip is " + gradientClip + "; use a number above 0.");
        problems.positive("epochs", epochs);
        problems.positive("steps", steps);
        problems.check(
                timeBudget.map(t -> t.compareTo(Duration.ZERO) > 0).orElse(true),
                "timeBudget is " + timeBudget.orElse(Duration.ZERO) + "; use a duration above 0, such as PT3M.");
        problems.check(
                epochs.isPresent() || steps.isPresent() || timeBudget.isPresent(),
                "Nothing ends the training; give epochs, steps or timeBudget.");
        problems.check(
                validationFraction >= 0.01 && validationFraction <= 0.5,
                "validationFraction is " + validationFraction + "; use 0.01 to 0.5.");
        problems.check(
                sampleTemperatures.size() <= 8 && sampleTemperatures.stream().allMatch(t -> t >= 0 && t <= 10),
                "sampleTemperatures are " + sampleTemperatures + "; use at most 8 numbers from 0 to 10.");
        problems.range("sampleLength", sampleLength, 1, 10_000);
        problems.throwIfAny();
    }

    /**
     * This spec with the fields of a request laid over it. A request that names a limit ({@code epochs}, {@code steps},
     * {@code timeBudget}) replaces all limits of this spec.
     *
     * @throws InvalidSpecException when the request is no object, has unknown fields or values out of range
     */
    public TrainingSpec with(JsonNode request) {
        if (!request.isObject()) {
            throw new InvalidSpecException(List.of("It must be a JSON object, but it is: " + request + "."));
        }
        ObjectNode merged = Json.tree(this).deepCopy();
        Set<String> unknown = new TreeSet<>();
        request.fieldNames().forEachRemaining(unknown::add);
        Set<String> known = fieldNames(merged);
        if (unknown.stream().anyMatch(LIMITS::contains)) {
            merged.remove(LIMITS);
        }
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new InvalidSpecException(List.of(
                    "Unknown: " + String.join(", ", unknown) + ". Known are: " + String.join(", ", known) + "."));
        }
        request.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                merged.set(field.getKey(), field.getValue());
            }
        });
        try {
            return Json.bind(merged, TrainingSpec.class);
        } catch (MalformedJsonException e) {
            InvalidSpecException invalid =
                    e.getCause() != null && e.getCause().getCause() instanceof InvalidSpecException i
                            ? i
                            : new InvalidSpecException(List.of(String.valueOf(e.getMessage())));
            invalid.addSuppressed(e);
            throw invalid;
        }
    }

    private static Set<String> fieldNames(ObjectNode object) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> i = object.fieldNames(); i.hasNext(); ) {
            names.add(i.next());
        }
        return names;
    }

    /** Gathers what is wrong, so that one answer says it all. */
    private static final class Problems {
        private final List<String> found = new ArrayList<>();

        void check(boolean holds, String problem) {
            if (!holds) {
                found.add(problem);
            }
        }

        void range(String field, int value, int least, int most) {
            check(value >= least && value <= most, field + " is " + value + "; use " + least + " to " + most + ".");
        }

        void positive(String field, Optional<Long> value) {
            check(value.orElse(1L) >= 1, field + " is " + value.orElse(1L) + "; use at least 1.");
        }

        void throwIfAny() {
            if (!found.isEmpty()) {
                throw new InvalidSpecException(found);
            }
        }
    }
}
