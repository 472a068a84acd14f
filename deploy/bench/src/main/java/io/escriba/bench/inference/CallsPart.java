package io.escriba.bench.inference;

import io.escriba.bench.model.RandomModel;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Samples;
import io.escriba.bench.report.Section;
import io.escriba.bench.report.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How many characters a second come of calls that write several each, beside calls that write one. */
final class CallsPart implements Part {
    /** Of the texts that must be equal. More than a call has, and no multiple of it. */
    private static final int COMPARED = 101;

    private static final double MILLISECONDS = 1e3;

    private final List<RandomModel> models;
    private final List<Integer> texts;
    private final List<Integer> lengths;
    private final Setting setting;
    private final List<String> differences = new ArrayList<>();

    /**
     * A measurement.
     *
     * @param texts how many in a batch, each number for itself
     * @param lengths characters of each text in a call, each for itself; one is always measured, as the others are compared with it
     */
    CallsPart(List<RandomModel> models, List<Integer> texts, List<Integer> lengths, Setting setting) {
        this.models = List.copyOf(models);
        this.texts = List.copyOf(texts);
        this.lengths = Stream.concat(Stream.of(1), lengths.stream()).distinct().toList();
        this.setting = setting;
    }

    @Override
    public Section measure() {
        List<List<String>> rows = new ArrayList<>();
        for (RandomModel model : models) {
            for (int count : texts) {
                List<Samples> measured = measure(model, count);
                double one = measured.get(0).median();
                for (int i = 0; i < lengths.size(); i++) {
                    rows.add(row(model, count, lengths.get(i), measured.get(i).median(), one));
                }
            }
        }
        return new Section(
                "Characters a call",
                new MarkdownTable(
                        List.of("model", "texts", "characters a call", "characters/s", "ratio", "time of a call, ms"),
                        rows),
                List.of("Each figure is the median of " + setting.rounds() + " round(s) of "
                        + Figures.tenths(Figures.seconds(setting.time()))
                        + " s, in which the numbers of characters take"
                        + " turns, in one thread of the benchmark's process with " + setting.threads() + " thread(s) of"
                        + " ONNX Runtime and without a network. One character: a step, and the sampler in Java for each"
                        + " text. Several: the graph chooses too. *ratio* is to one character a call."),
                differences.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", differences)));
    }

    /** Of each length, in their order. */
    private List<Samples> measure(RandomModel model, int count) {
        compare(model, count);
        List<List<Double>> measured =
                lengths.stream().<List<Double>>map(length -> new ArrayList<>()).toList();
        for (int round = 1; round <= setting.rounds(); round++) {
            setting.sayRound(model.name() + ", calls with " + count + " texts", round);
            for (int i = 0; i < lengths.size(); i++) {
                try (Scribe scribe = Scribe.open(model, count, lengths.get(i), setting.threads())) {
                    scribe.charactersPerSecond(setting.warmUp());
                    measured.get(i).add(scribe.charactersPerSecond(setting.time()));
                }
            }
        }
        return measured.stream().map(Samples::new).toList();
    }

    /** What is faster is of no use if it is another text. */
    private void compare(RandomModel model, int count) {
        int[] expected = lastIds(model, count, 1);
        for (int length : lengths) {
            if (!Arrays.equals(lastIds(model, count, length), expected)) {
                differences.add(count + " texts of " + model.name() + " with " + length
                        + " characters a call are not those with one.");
            }
        }
    }

    private int[] lastIds(RandomModel model, int count, int length) {
        try (Scribe scribe = Scribe.open(model, count, length, setting.threads())) {
            return scribe.lastAfter(COMPARED);
        }
    }

    private static List<String> row(RandomModel model, int count, int length, double speed, double one) {
        return List.of(
                model.name().value(),
                Integer.toString(count),
                Integer.toString(length),
                Figures.whole(speed),
                Figures.hundredths(speed / one),
                Figures.hundredths(count * length / speed * MILLISECONDS));
    }
}
