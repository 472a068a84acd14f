package io.escriba.bench.training;

import ai.djl.ndarray.NDManager;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Progress;
import io.escriba.bench.report.Section;
import io.escriba.trainer.text.EncodedText;
import io.escriba.training.NetworkSpec;
import io.escriba.training.TrainingSpec;
import java.util.ArrayList;
import java.util.List;

/** How good a model the trainer's own choice gives in some time. */
final class QualityPart implements Part {
    private final List<TrainingSpec> specs;
    private final EncodedText text;
    private final NDManager engine;
    private final Progress progress;

    /**
     * A measurement.
     *
     * @param specs each with a time budget
     */
    QualityPart(List<TrainingSpec> specs, EncodedText text, NDManager engine, Progress progress) {
        this.specs = List.copyOf(specs);
        this.text = text;
        this.engine = engine;
        this.progress = progress;
    }

    @Override
    public Section measure() {
        List<List<String>> rows = new ArrayList<>();
        for (TrainingSpec spec : specs) {
            progress.say("Training for " + spec.limits().timeBudget().orElseThrow() + ".");
            EscribaRun run = EscribaRun.of(spec, text, engine);
            rows.add(List.of(
                    Long.toString(spec.limits().timeBudget().orElseThrow().toSeconds()),
                    network(spec.network()),
                    Long.toString(run.metrics().parameters()),
                    Long.toString(run.metrics().steps()),
                    Figures.whole(run.charactersPerSecond()),
                    Figures.thousandths(run.metrics().trainingLoss()),
                    Figures.thousandths(run.metrics().validationLoss())));
        }
        return new Section(
                "Quality",
                new MarkdownTable(
                        List.of(
                                "time, s",
                                "network",
                                "parameters",
                                "steps",
                                "characters/s",
                                "training loss",
                                "validation loss"),
                        rows),
                List.of(
                        "What the trainer chooses for this corpus and this time when a spec says nothing else. Losses are in"
                                + " nats per character, over the whole held-out part with the state carried; the time contains all"
                                + " evaluations but the last.",
                        "Where n-grams are named, the network is mixed with a model of them, counted in the same part of the"
                                + " corpus; the training loss and the parameters are those of the network alone."));
    }

    /** An n-gram model that looks back on five characters is one of 6-grams. */
    static String network(NetworkSpec spec) {
        String name = spec.architecture() + " " + spec.layers() + "x" + spec.hiddenSize();
        return spec.ngramContext() == 0 ? name : name + " + " + (spec.ngramContext() + 1) + "-grams";
    }
}
