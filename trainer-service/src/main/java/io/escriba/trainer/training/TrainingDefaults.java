package io.escriba.trainer.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.escriba.json.Json;
import io.escriba.training.TrainingSpec;
import java.util.Map;
import java.util.Optional;

/** What a spec leaves open, chosen by the kind and the length of the corpus. */
public final class TrainingDefaults {
    /** Below this, a small network on short windows learns more than a large one that repeats the text. */
    private static final int SMALL_TEXT = 200_000;

    private static final Map<String, Object> LINES =
            Map.of("documents", "lines", "dropout", 0.2, "batchSize", 32, "timeBudget", "PT20S", "sampleLength", 30);
    private static final Map<String, Object> SMALL = Map.of("dropout", 0.1);
    private static final Map<String, Object> LARGE = Map.of(
            "embedding",
            128,
            "hiddenSize",
            256,
            "layers",
            2,
            "sequenceLength",
            100,
            "batchSize",
            64,
            "timeBudget",
            "PT3M");

    private TrainingDefaults() {}

    /** The complete spec for a corpus, for a training that begins with random weights. */
    public static TrainingSpec complete(Optional<JsonNode> requested, long characters) {
        return complete(requested, characters, Optional.empty());
    }

    /**
     * The complete spec for a corpus.
     *
     * @param requested what the author of the job wrote, if anything; a preset in it decides what it leaves open
     * @param characters length of the corpus in code points
     * @param earlier spec of the version that the training begins with; its network and examples are taken over
     * @throws io.escriba.training.InvalidSpecException when the request cannot be used
     */
    public static TrainingSpec complete(Optional<JsonNode> requested, long characters, Optional<TrainingSpec> earlier) {
        JsonNode request = requested.orElseGet(JsonNodeFactory.instance::objectNode);
        // The kind of documents decides the other defaults, so it is read first; a wrong value is reported by with().
        boolean lines = "lines".equals(request.path("documents").asText());
        Map<String, Object> chosen = lines ? LINES : characters < SMALL_TEXT ? SMALL : LARGE;
        TrainingSpec defaults = TrainingSpec.base().with(Json.tree(chosen));
        return earlier.map(spec -> defaults.with(Json.tree(spec.network())).with(Json.tree(spec.examples())))
                .orElse(defaults)
                .with(request);
    }
}
