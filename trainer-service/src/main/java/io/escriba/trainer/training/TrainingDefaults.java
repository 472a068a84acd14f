package io.escriba.trainer.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.escriba.training.Architecture;
import io.escriba.training.Documents;
import io.escriba.training.Nonlinearity;
import io.escriba.training.Schedule;
import io.escriba.training.TrainingSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a spec leaves open, chosen by the kind and the length of the corpus. */
public final class TrainingDefaults {
    /** Below this, a small network on short windows learns more than a large one that repeats the text. */
    private static final int SMALL_TEXT = 200_000;

    private TrainingDefaults() {}

    /**
     * The complete spec for a corpus.
     *
     * @param requested what the author of the job wrote, if anything
     * @param characters length of the corpus in code points
     * @throws io.escriba.training.InvalidSpecException when the request cannot be used
     */
    public static TrainingSpec complete(Optional<JsonNode> requested, long characters) {
        JsonNode request = requested.orElseGet(JsonNodeFactory.instance::objectNode);
        // The kind of documents decides the other defaults, so it is read first; a wrong value is reported by with().
        boolean lines = "lines".equals(request.path("documents").asText());
        TrainingSpec defaults = lines ? lines() : characters < SMALL_TEXT ? smallText() : largeText();
        return defaults.with(request);
    }

    private static TrainingSpec lines() {
        return gru(Documents.LINES, 1, 128, 0.2, 64, 32, 0.005, Duration.ofSeconds(20), 30);
    }

    private static TrainingSpec smallText() {
        return gru(Documents.TEXT, 1, 128, 0.1, 64, 16, 0.005, Duration.ofSeconds(60), 300);
    }

    private static TrainingSpec largeText() {
        return gru(Documents.TEXT, 2, 256, 0.0, 100, 64, 0.005, Duration.ofMinutes(3), 300);
    }

    private static TrainingSpec gru(
            Documents documents,
            int layers,
            int hidden,
            double dropout,
            int sequenceLength,
            int batchSize,
            double learningRate,
            Duration timeBudget,
            int sampleLength) {
        return new TrainingSpec(
                Architecture.GRU,
                Nonlinearity.TANH,
                hidden / 2,
                hidden,
                layers,
                dropout,
                documents,
                sequenceLength,
                batchSize,
                learningRate,
                Schedule.COSINE,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.of(timeBudget),
                0.1,
                1,
                List.of(0.5, 1.0),
                sampleLength);
    }
}
