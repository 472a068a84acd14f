package io.escriba.bench.inference;

import io.escriba.bench.load.LoadFigures;
import io.escriba.bench.load.SteadyLoad;
import io.escriba.bench.model.RandomModel;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Section;
import io.escriba.bench.report.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How many characters a second all streams get together, beside the bare runtime and beside one text by PyTorch. */
final class ThroughputPart implements Part {
    /** Streams that run at once by default. */
    private static final int USUAL_STREAMS = 256;

    private final List<RandomModel> models;
    private final List<Integer> streams;
    private final Setting setting;

    /**
     * A measurement.
     *
     * @param streams how many at once, each number for itself
     */
    ThroughputPart(List<RandomModel> models, List<Integer> streams, Setting setting) {
        this.models = List.copyOf(models);
        this.streams = List.copyOf(streams);
        this.setting = setting;
    }

    @Override
    public Section measure() throws InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        for (RandomModel model : models) {
            measure(model).forEach((count, rounds) -> {
                for (int round = 1; round <= rounds.size(); round++) {
                    rows.add(row(model, count, Integer.toString(round), rounds.get(round - 1)));
                }
                rows.add(row(model, count, "median", ThroughputRound.medians(rounds)));
            });
        }
        return new Section(
                "Throughput",
                new MarkdownTable(
                        List.of(
                                "model",
                                "streams",
                                "round",
                                "bare ONNX Runtime, characters/s",
                                "Escriba, characters/s",
                                "ratio",
                                "libtorch, one text, characters/s",
                                "times"),
                        rows),
                List.of(
                        "Each figure is of " + setting.time().toMillis() / 1000.0 + " s. Bare: the same graph in ONNX"
                                + " Runtime with " + setting.threads() + " thread(s) and a batch of as many rows, each"
                                + " call fed the state of the one before, on fixed memory, without sampling and without"
                                + " a network, while the service idles. Escriba: what the readers of so many streams at"
                                + " temperature " + RandomModel.TEMPERATURE + " count over gRPC on loopback, all on one"
                                + " connection in the benchmark's process, when every stream has begun.",
                        "libtorch: one text by PyTorch, one character a call and then one drawn from the probabilities,"
                                + " once a round whatever the number of streams."));
    }

    private Map<Integer, List<ThroughputRound>> measure(RandomModel model) throws InterruptedException {
        Map<Integer, List<ThroughputRound>> measured = new TreeMap<>();
        int most = streams.stream().mapToInt(Integer::intValue).max().orElseThrow();
        try (ModelInstance instance = ModelInstance.with(model, setting);
                ModelServer server =
                        instance.serve(List.of("-Describa.inference.max-streams=" + Math.max(most, USUAL_STREAMS)));
                BareModel bare = BareModel.open(model.onnx(1), model.states(), setting.threads());
                LibtorchLoop libtorch = new LibtorchLoop(model)) {
            for (int round = 1; round <= setting.rounds(); round++) {
                setting.sayRound("Throughput of " + model.name(), round);
                double single = libtorch.charactersPerSecond(setting.time());
                for (int count : streams) {
                    double loop = bare.charactersPerSecond(count, setting.time());
                    double escriba = charactersPerSecond(server, model, count);
                    measured.computeIfAbsent(count, unused -> new ArrayList<>())
                            .add(new ThroughputRound(loop, escriba, single));
                }
            }
        }
        return measured;
    }

    private double charactersPerSecond(ModelServer server, RandomModel model, int count) throws InterruptedException {
        double speed;
        try (SteadyLoad load = server.load(model, count, ModelServer.LONGEST)) {
            load.measure(setting.warmUp()).failures().requireNone();
            LoadFigures figures = load.measure(setting.time());
            figures.failures().requireNone();
            speed = figures.charactersPerSecond();
        }
        server.awaitIdle();
        return speed;
    }

    private static List<String> row(RandomModel model, int count, String round, ThroughputRound figures) {
        return Stream.concat(Stream.of(model.name().value(), Integer.toString(count), round), figures.cells().stream())
                .toList();
    }
}
