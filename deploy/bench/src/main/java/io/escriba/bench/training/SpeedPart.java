package io.escriba.bench.training;

import ai.djl.ndarray.NDManager;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Progress;
import io.escriba.bench.report.Section;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.text.EncodedText;
import io.escriba.training.TrainingSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How fast each preset learns, beside a bare loop on a network of the same shape that takes turns with it. */
final class SpeedPart implements Part {
    private final Map<String, TrainingSpec> presets;
    private final EncodedText text;
    private final Duration time;
    private final int rounds;
    private final NDManager engine;
    private final Progress progress;

    /**
     * A measurement.
     *
     * @param presets by name, in the order of the report
     * @param time that each side trains in each round
     */
    SpeedPart(
            Map<String, TrainingSpec> presets,
            EncodedText text,
            Duration time,
            int rounds,
            NDManager engine,
            Progress progress) {
        this.presets = new LinkedHashMap<>(presets);
        this.text = text;
        this.time = time;
        this.rounds = rounds;
        this.engine = engine;
        this.progress = progress;
    }

    @Override
    public Section measure() {
        List<List<String>> rows = new ArrayList<>();
        presets.forEach((name, spec) -> {
            Examples examples = Examples.of(text, spec.examples(), spec.seed());
            long parameters =
                    new NetworkShape(spec.network(), examples.vocabulary().size()).parameterCount();
            List<SpeedRound> measured = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                progress.say("Preset " + name + ", round " + round + " of " + rounds + ".");
                measured.add(round(spec, examples));
                rows.add(row(name, parameters, Integer.toString(round), measured.get(round - 1)));
            }
            rows.add(row(name, parameters, "median", SpeedRound.medians(measured)));
        });
        return new Section(
                "Speed and loss",
                new MarkdownTable(
                        List.of(
                                "preset",
                                "parameters",
                                "round",
                                "bare loop, characters/s",
                                "Escriba, characters/s",
                                "ratio",
                                "validation loss"),
                        rows),
                List.of(
                        "Each side trains for " + time.toSeconds() + " s in each round, from fresh weights."
                                + " Characters are those that are predicted. The time of Escriba's loop contains how it gets"
                                + " its batches, and not how it measures the held-out part; the validation loss, in nats per"
                                + " character, is the lowest that it found in this time, evaluations included.",
                        "The bare loop does what the engine must do (forward, cross-entropy, backward, update)"
                                + " on random characters in batches of the same shapes, and always in float32."));
    }

    private SpeedRound round(TrainingSpec spec, Examples examples) {
        double bare = new BareLoop(spec, examples).charactersPerSecond(time, engine);
        EscribaRun run = EscribaRun.of(spec, text, engine);
        return new SpeedRound(bare, run.charactersPerSecond(), run.metrics().validationLoss());
    }

    private static List<String> row(String preset, long parameters, String round, SpeedRound figures) {
        return Stream.concat(Stream.of(preset, Long.toString(parameters), round), figures.cells().stream())
                .toList();
    }
}
