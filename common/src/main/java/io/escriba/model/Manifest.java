package io.escriba.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.escriba.corpus.Dataset;
import io.escriba.name.Name;
import io.escriba.training.Architecture;
import io.escriba.training.TrainingSpec;
import io.escriba.vocabulary.Vocabulary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything there is to know of {@code model.onnx}, which lies beside it as {@code manifest.json}. The graph reads
 * {@code tokens} int64 {@code [time, batch]} and the state, and gives {@code logits} float32
 * {@code [time, batch, vocabulary]} and the next state.
 *
 * @param job that trained it
 * @param dataset from which the training text can be read again
 * @param spec complete, so that the training can be repeated
 * @param states in the order of the layers
 * @param device what it was trained on
 * @param escriba version that wrote it
 */
public record Manifest(
        @JsonProperty(required = true) Name model,
        @JsonProperty(required = true) long version,
        @JsonProperty(required = true) String job,
        @JsonProperty(required = true) Dataset dataset,
        @JsonProperty(required = true) Vocabulary vocabulary,
        @JsonProperty(required = true) TrainingSpec spec,
        @JsonProperty(required = true) List<StateTensor> states,
        @JsonProperty(required = true) Metrics metrics,
        @JsonProperty(required = true) Instant created,
        @JsonProperty(required = true) String device,
        @JsonProperty(required = true) String escriba) {
    /** The graph's input of character ids. */
    public static final String TOKENS = "tokens";

    /** The graph's output of unnormalized log-probabilities. */
    public static final String LOGITS = "logits";

    /**
     * The key in the metadata of {@code model.onnx} under which some of the held-out text is found: a JSON array of ids as the
     * network reads them, marks included, at most {@link #HELD_OUT_IDS}.
     */
    public static final String HELD_OUT = "escriba.held-out";

    /** How much held-out text there is at most. */
    public static final int HELD_OUT_IDS = 4096;

    public Manifest {
        states = List.copyOf(states);
    }

    /** How much of a text the model sees; empty for one whose state may remember any of it. */
    @JsonIgnore
    public Optional<ContextWindow> context() {
        return spec.network().architecture() == Architecture.GPT
                ? Optional.of(new ContextWindow(spec.network().contextLength()))
                : Optional.empty();
    }

    /** The model's name and version together. */
    @JsonIgnore
    public ModelVersion modelVersion() {
        return new ModelVersion(model, version);
    }
}
