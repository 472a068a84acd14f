package io.escriba.trainer.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.escriba.json.Json;
import io.escriba.training.Architecture;
import io.escriba.training.TrainingSpec;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a spec leaves open, chosen by the kind and the length of the corpus, by the time and by the device. */
public final class TrainingDefaults {
    /** Below this, a small network on short windows learns more than a large one that repeats the text. */
    private static final int SMALL_TEXT = 200_000;

    /** What a processor can do in less is best spent on a small network. */
    private static final Duration SHORT = Duration.ofSeconds(90);

    /** With more, a large one has the time to become better, and needs dropout so as not to learn by heart. */
    private static final Duration LONG = Duration.ofMinutes(10);

    /** With more distinct characters, an n-gram model of bearable size knows too few contexts. */
    private static final int MANY_SYMBOLS = 1_000;

    private static final JsonNode WITH_NGRAMS = json("""
            {"ngramContext": 5}""");

    /** Its examples carry no state. */
    private static final JsonNode WINDOWS = json("""
            {"shuffle": true}""");

    private static final JsonNode LINES = json("""
            {"documents": "lines", "dropout": 0.2, "batchSize": 32, "timeBudget": "PT20S", "sampleLength": 30}""");

    private static final JsonNode SMALL = json("""
            {"dropout": 0.1}""");

    private static final JsonNode LARGE = json("""
            {"embedding": 64, "hiddenSize": 384, "layers": 1, "dropout": 0.1, "sequenceLength": 64, "batchSize": 32,
             "learningRate": 0.005, "timeBudget": "PT3M", "precision": "bfloat16"}""");

    private static final JsonNode IN_SHORT_TIME = json("""
            {"hiddenSize": 256, "dropout": 0, "learningRate": 0.008}""");

    private static final JsonNode IN_LONG_TIME = json("""
            {"embedding": 128, "hiddenSize": 512, "layers": 2, "dropout": 0.4, "sequenceLength": 100, "batchSize": 64,
             "learningRate": 0.003}""");

    private TrainingDefaults() {}

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }

    /** The complete spec for a corpus, for a training on a processor that begins with random weights. */
    public static TrainingSpec complete(Optional<JsonNode> requested, long characters) {
        return complete(requested, new Corpus(characters, 1), Optional.empty(), false);
    }

    /**
     * What is known of a corpus.
     *
     * @param characters its length in code points
     * @param symbols how many distinct ones there are
     */
    public record Corpus(long characters, int symbols) {}

    /**
     * The complete spec for a corpus.
     *
     * @param requested what the author of the job wrote, if anything; a preset in it decides what it leaves open
     * @param earlier spec of the version that the training begins with; its network and examples are taken over
     * @param onGpu whether it is trained on a GPU
     * @throws io.escriba.training.InvalidSpecException when the request cannot be used
     */
    public static TrainingSpec complete(
            Optional<JsonNode> requested, Corpus corpus, Optional<TrainingSpec> earlier, boolean onGpu) {
        JsonNode request = requested.orElseGet(JsonNodeFactory.instance::objectNode);
        TrainingSpec defaults = defaults(request, corpus, onGpu);
        return earlier.map(spec -> defaults.with(Json.tree(spec.network())).with(Json.tree(spec.examples())))
                .orElse(defaults)
                .with(request);
    }

    private static TrainingSpec defaults(JsonNode request, Corpus corpus, boolean onGpu) {
        TrainingSpec base = TrainingSpec.base();
        Optional<Architecture> architecture = architecture(request);
        if (architecture.filter(kind -> kind == Architecture.GPT).isPresent()) {
            base = base.with(WINDOWS);
        }
        if (corpus.symbols() <= MANY_SYMBOLS
                && architecture.orElse(base.network().architecture()).isRecurrent()) {
            base = base.with(WITH_NGRAMS);
        }
        // The kind of documents decides the other defaults, so it is read first; a wrong value is reported by with().
        if ("lines".equals(request.path("documents").asText())) {
            return base.with(LINES);
        }
        if (corpus.characters() < SMALL_TEXT) {
            return base.with(SMALL);
        }
        TrainingSpec large = base.with(LARGE);
        // Without a budget there are steps or epochs, for which somebody has the time.
        Duration time = large.with(request).limits().timeBudget().orElse(LONG);
        if (onGpu || time.compareTo(LONG) >= 0) {
            return large.with(IN_LONG_TIME);
        }
        return time.compareTo(SHORT) <= 0 ? large.with(IN_SHORT_TIME) : large;
    }

    /** The architecture that a request names; a wrong name is reported by with(). */
    private static Optional<Architecture> architecture(JsonNode request) {
        String name = request.path("architecture").asText("");
        return Stream.of(Architecture.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
