package io.escriba.bench.inference;

import io.escriba.bench.model.Network;
import io.escriba.bench.model.RandomModel;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Samples;
import io.escriba.bench.report.Section;
import io.escriba.bench.report.Setting;
import io.escriba.local.CommandException;
import io.escriba.model.PublishedModel;
import io.escriba.store.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How soon a process that starts serves a model of five million parameters, beside the loading of the graph alone. */
final class StartPart implements Part {
    private final RandomModel model = RandomModel.of(Network.GRU_2X640);
    private final Setting setting;

    /** A measurement. */
    StartPart(Setting setting) {
        this.setting = setting;
    }

    @Override
    public Section measure() throws InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        List<Double> loads = new ArrayList<>();
        List<Double> starts = new ArrayList<>();
        try (ModelInstance instance = ModelInstance.with(model, setting)) {
            PublishedModel stored = instance.store(model, 2);
            instance.announce(stored);
            for (int round = 1; round <= setting.rounds(); round++) {
                setting.sayRound("Start", round);
                loads.add(load(Path.of(stored.artifact()).resolve(ModelStore.ONNX)));
                try (ModelServer server = instance.serve(List.of())) {
                    starts.add(Figures.seconds(server.process().startup()));
                }
                rows.add(row(Integer.toString(round), loads.get(round - 1), starts.get(round - 1)));
            }
        }
        rows.add(row("median", new Samples(loads).median(), new Samples(starts).median()));
        return new Section(
                "Start",
                new MarkdownTable(List.of("round", "parameters", "bare load, s", "process ready, s"), rows),
                List.of(
                        "Bare load: the file is read, given to ONNX Runtime and run once, in a process that runs already."
                                + " Process ready: from the start of the process, whose model was published before, until"
                                + " `/q/health/ready` says that it serves one; it is asked every 10 ms."));
    }

    private double load(Path file) {
        long begin = System.nanoTime();
        try (BareModel bare = BareModel.open(Files.readAllBytes(file), model.states(), setting.threads());
                BareRun run = bare.run(1, 1)) {
            run.next();
            return (System.nanoTime() - begin) / 1e9;
        } catch (IOException e) {
            throw new CommandException("'" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private List<String> row(String round, double load, double start) {
        return List.of(
                round, Long.toString(model.weights().count()), Figures.hundredths(load), Figures.hundredths(start));
    }
}
