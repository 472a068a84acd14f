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
import io.escriba.model.PublishedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** What readers notice of new versions that come while they read, beside as much time without. */
final class SwapPart implements Part {
    private static final int STREAMS = 64;

    /** So few that texts begin all the time, each with the version that is the newest then. */
    private static final long CHARACTERS = 500;

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final String ALL = "all";

    private final List<RandomModel> models;
    private final int versions;
    private final Setting setting;

    /**
     * A measurement.
     *
     * @param versions that come in each round, 1 or more
     */
    SwapPart(List<RandomModel> models, int versions, Setting setting) {
        this.models = List.copyOf(models);
        this.versions = versions;
        this.setting = setting;
    }

    @Override
    public Section measure() throws InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        List<LoadFigures> all = new ArrayList<>();
        for (RandomModel model : models) {
            List<LoadFigures> quiet = new ArrayList<>();
            List<LoadFigures> swapping = new ArrayList<>();
            measure(model, quiet, swapping);
            for (int round = 1; round <= setting.rounds(); round++) {
                rows.add(row(model, Integer.toString(round), 0, quiet.get(round - 1)));
                rows.add(row(model, Integer.toString(round), versions, swapping.get(round - 1)));
            }
            rows.add(row(model, ALL, 0, LoadFigures.together(quiet)));
            rows.add(row(model, ALL, versions, LoadFigures.together(swapping)));
            all.addAll(quiet);
            all.addAll(swapping);
        }
        return new Section(
                "New versions under load",
                new MarkdownTable(
                        List.of(
                                "model",
                                "round",
                                "new versions",
                                "texts",
                                "failed",
                                "characters/s",
                                "gap p50, ms",
                                "gap p99, ms",
                                "longest gap, ms"),
                        rows),
                List.of(STREAMS + " streams, each texts of " + CHARACTERS + " characters one after the other, for "
                        + versions
                        + " s; then for as long while each second a version is announced that was stored before. It is waited"
                        + " until the last of them serves. A gap is the time between two characters of a text where it is"
                        + " read; in the rows of all rounds, gaps are taken together."),
                LoadFigures.together(all).failures().problem());
    }

    private void measure(RandomModel model, List<LoadFigures> quiet, List<LoadFigures> swapping)
            throws InterruptedException {
        try (ModelInstance instance = ModelInstance.with(model, setting);
                ModelServer server = instance.serve(List.of())) {
            long newest = 1;
            for (int round = 1; round <= setting.rounds(); round++) {
                setting.sayRound("New versions of " + model.name(), round);
                List<PublishedModel> stored = LongStream.rangeClosed(newest + 1, newest + versions)
                        .mapToObj(version -> instance.store(model, version))
                        .toList();
                newest += versions;
                try (SteadyLoad load = server.load(model, STREAMS, CHARACTERS)) {
                    load.measure(setting.warmUp()).failures().requireNone();
                    quiet.add(load.measure(INTERVAL.multipliedBy(versions)));
                    load.count();
                    for (PublishedModel version : stored) {
                        instance.announce(version);
                        load.awaitFailure(INTERVAL);
                    }
                    swapping.add(load.counted());
                    server.awaitServing(stored.get(versions - 1).modelVersion());
                }
                server.awaitIdle();
            }
        }
    }

    private static List<String> row(RandomModel model, String round, int versions, LoadFigures figures) {
        Latency gap = figures.gap();
        return List.of(
                model.name().value(),
                round,
                Integer.toString(versions),
                Long.toString(figures.ended()),
                Long.toString(figures.failures().count()),
                Figures.whole(figures.charactersPerSecond()),
                Figures.tenths(gap.middle()),
                Figures.tenths(gap.tail()),
                Figures.tenths(gap.longest()));
    }
}
