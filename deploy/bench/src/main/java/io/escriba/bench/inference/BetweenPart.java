package io.escriba.bench.inference;

import io.escriba.bench.load.Latency;
import io.escriba.bench.load.LoadFigures;
import io.escriba.bench.load.SteadyLoad;
import io.escriba.bench.model.RandomModel;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Section;
import io.escriba.bench.report.Setting;
import java.util.ArrayList;
import java.util.List;

/** How evenly the characters of the only stream come, beside the call that computes each. */
final class BetweenPart implements Part {
    private final List<RandomModel> models;
    private final Setting setting;

    /** A measurement of each model by itself. */
    BetweenPart(List<RandomModel> models, Setting setting) {
        this.models = List.copyOf(models);
        this.setting = setting;
    }

    @Override
    public Section measure() throws InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        for (RandomModel model : models) {
            rows.addAll(measure(model));
        }
        return new Section(
                "Between characters",
                new MarkdownTable(
                        List.of(
                                "model",
                                "round",
                                "bare step p50, ms",
                                "Escriba p50, ms",
                                "ratio",
                                "bare step p99, ms",
                                "Escriba p99, ms",
                                "bare step mean, ms",
                                "Escriba mean, ms",
                                "ratio of means"),
                        rows),
                List.of("One stream, for " + setting.time().toMillis() / 1000.0
                        + " s on each side in each round. Bare: what"
                        + " one call of ONNX Runtime takes with " + setting.threads() + " thread(s) and one character."
                        + " Escriba: from one character to the next where they are read. Characters that come in one message"
                        + " share the time since the one before. Where p50 is far below the mean, the reader was late and"
                        + " found several messages at once: then the means are to be compared."));
    }

    private List<List<String>> measure(RandomModel model) throws InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        List<Latency> steps = new ArrayList<>();
        List<Latency> gaps = new ArrayList<>();
        try (ModelInstance instance = ModelInstance.with(model, setting);
                ModelServer server = instance.serve(List.of());
                BareModel bare = BareModel.open(model.onnx(1), model.states(), setting.threads())) {
            for (int round = 1; round <= setting.rounds(); round++) {
                setting.sayRound("Between characters of " + model.name(), round);
                Latency step = Latency.of(bare.stepTimes(setting.time()));
                Latency gap = gap(server, model);
                steps.add(step);
                gaps.add(gap);
                rows.add(row(model, Integer.toString(round), step, gap));
            }
        }
        rows.add(row(model, "median", Latency.medians(steps), Latency.medians(gaps)));
        return rows;
    }

    private Latency gap(ModelServer server, RandomModel model) throws InterruptedException {
        Latency gap;
        try (SteadyLoad load = server.load(model, 1, ModelServer.LONGEST)) {
            load.measure(setting.warmUp()).failures().requireNone();
            LoadFigures figures = load.measure(setting.time());
            figures.failures().requireNone();
            gap = figures.gap();
        }
        server.awaitIdle();
        return gap;
    }

    private static List<String> row(RandomModel model, String round, Latency step, Latency gap) {
        return List.of(
                model.name().value(),
                round,
                Figures.thousandths(step.middle()),
                Figures.thousandths(gap.middle()),
                Figures.hundredths(gap.middle() / step.middle()),
                Figures.thousandths(step.tail()),
                Figures.thousandths(gap.tail()),
                Figures.thousandths(step.mean()),
                Figures.thousandths(gap.mean()),
                Figures.hundredths(gap.mean() / step.mean()));
    }
}
