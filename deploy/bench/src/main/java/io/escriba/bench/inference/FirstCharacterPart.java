package io.escriba.bench.inference;

import io.escriba.bench.model.RandomModel;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Samples;
import io.escriba.bench.report.Section;
import io.escriba.bench.report.Setting;
import java.util.ArrayList;
import java.util.List;

/** How soon the first character of a text comes when there are no others, beside the call that reads the prompt. */
final class FirstCharacterPart implements Part {
    private static final List<Integer> PROMPTS = List.of(10, 1_000);
    private static final int WARM_UP = 20;
    /** Short texts after which Java has compiled what a call runs through on both sides. */
    private static final int WARM_UP_CALLS = 1_000;

    private static final double NANOS_A_MILLI = 1e6;

    private final List<RandomModel> models;
    private final int texts;
    private final Setting setting;

    /**
     * A measurement.
     *
     * @param texts of each length of prompt in each round
     */
    FirstCharacterPart(List<RandomModel> models, int texts, Setting setting) {
        this.models = List.copyOf(models);
        this.texts = texts;
        this.setting = setting;
    }

    @Override
    public Section measure() throws InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        for (RandomModel model : models) {
            try (ModelInstance instance = ModelInstance.with(model, setting);
                    ModelServer server = instance.serve(List.of());
                    BareModel bare = BareModel.open(model.onnx(1), model.states(), setting.threads())) {
                for (int i = 0; i < WARM_UP_CALLS; i++) {
                    FirstCharacter.nanos(server.client(), model.request(RandomModel.prompt(1), 1, i));
                }
                for (int prompt : PROMPTS) {
                    rows.addAll(measure(model, prompt, server, bare));
                }
            }
        }
        return new Section(
                "First character",
                new MarkdownTable(
                        List.of(
                                "model",
                                "prompt, characters",
                                "round",
                                "bare call, ms",
                                "Escriba, ms",
                                "difference, ms"),
                        rows),
                List.of("Medians of " + texts
                        + " texts in each round, of which only one is written at a time; the last row"
                        + " of a prompt has the medians of the rounds. Bare: one call of ONNX Runtime with "
                        + setting.threads()
                        + " thread(s) that reads the whole prompt. Escriba: from the reader's call until"
                        + " the first character is there. The two take turns, text by text. Before that, "
                        + WARM_UP_CALLS + " texts of one character have been written."));
    }

    private List<List<String>> measure(RandomModel model, int prompt, ModelServer server, BareModel bare)
            throws InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        List<Double> calls = new ArrayList<>();
        List<Double> firsts = new ArrayList<>();
        try (BareRun run = bare.run(prompt, 1)) {
            pairs(model, prompt, server, run, WARM_UP);
            for (int round = 1; round <= setting.rounds(); round++) {
                setting.sayRound("First character of " + model.name() + " after " + prompt, round);
                Pairs pairs = pairs(model, prompt, server, run, texts);
                calls.add(pairs.calls().median());
                firsts.add(pairs.firsts().median());
                rows.add(row(model, prompt, Integer.toString(round), calls.get(round - 1), firsts.get(round - 1)));
            }
        }
        rows.add(row(model, prompt, "median", new Samples(calls).median(), new Samples(firsts).median()));
        return rows;
    }

    /** What each side took, in milliseconds. */
    private record Pairs(Samples calls, Samples firsts) {}

    private static Pairs pairs(RandomModel model, int prompt, ModelServer server, BareRun run, int count)
            throws InterruptedException {
        String text = RandomModel.prompt(prompt);
        List<Double> calls = new ArrayList<>();
        List<Double> firsts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            run.next();
            calls.add((System.nanoTime() - begin) / NANOS_A_MILLI);
            firsts.add(FirstCharacter.nanos(server.client(), model.request(text, 1, i)) / NANOS_A_MILLI);
        }
        return new Pairs(new Samples(calls), new Samples(firsts));
    }

    private static List<String> row(RandomModel model, int prompt, String round, double call, double first) {
        return List.of(
                model.name().value(),
                Integer.toString(prompt),
                round,
                Figures.thousandths(call),
                Figures.thousandths(first),
                Figures.thousandths(first - call));
    }
}
