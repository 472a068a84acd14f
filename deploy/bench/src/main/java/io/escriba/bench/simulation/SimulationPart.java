package io.escriba.bench.simulation;

import io.escriba.bench.autoscaler.ScaledObject;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Progress;
import io.escriba.bench.report.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The same load in several sizes. */
final class SimulationPart implements Part {
    private static final long SEED = 1;

    /** As many pods as are wanted. */
    private static final int ANY = 1_000_000;

    /** Of the pods, in deploy/kubernetes: processors and GiB. */
    private static final double INFERENCE_PROCESSORS = 1;

    private static final double INFERENCE_MEMORY = 3;
    private static final double GATEWAY_PROCESSORS = 1;
    private static final double GATEWAY_MEMORY = 1;

    private final Setting setting;
    private final Progress progress;

    /**
     * What is simulated.
     *
     * @param sizes streams at the most, one or more
     * @param rise seconds until a load has risen from a tenth
     */
    record Setting(
            ScaledObject object,
            Service service,
            Surroundings surroundings,
            Prices prices,
            List<Integer> sizes,
            double rise,
            int gateways,
            String name) {}

    SimulationPart(Setting setting, Progress progress) {
        this.setting = setting;
        this.progress = progress;
    }

    @Override
    public Section measure() {
        List<List<String>> rows = new ArrayList<>();
        for (int size : setting.sizes()) {
            progress.say("Simulating " + size + " streams.");
            rows.add(row(size));
        }
        return new Section(
                "Streams, pods and money",
                new MarkdownTable(
                        List.of(
                                "streams",
                                "pods, mean and most",
                                "streams a pod",
                                "refused at first",
                                "longest wait, s",
                                "slowest, of its pace",
                                "moved",
                                "gateways",
                                "connections between them",
                                "idle fetches/s a broker",
                                "partitions of trainings",
                                "machines, $/h",
                                "traffic, $/h"),
                        rows),
                List.of("Mean, streams a pod, gateways and money are those while the load is highest; the rest is of"
                        + " the whole time. Slowest: how fast the slowest text was written, in parts of the pace"
                        + " of its reader. Moved: streams that another pod went on with, as theirs had ended."));
    }

    /** What gives out, the first first. */
    Section limits() {
        Outcome outcome = outcome(setting.sizes().get(setting.sizes().size() - 1));
        double perPod = outcome.meanStreams() / outcome.meanPods();
        return new Section(
                "What gives out",
                new MarkdownTable(
                        List.of("part", "streams", "what to do"),
                        Limit.of(setting.object(), perPod, setting.gateways(), setting.surroundings(), setting.name())
                                .stream()
                                .map(limit -> List.of(limit.part(), whole(limit.streams()), limit.remedy()))
                                .toList()),
                List.of());
    }

    private Outcome outcome(int size) {
        Load load = new Load(size, 600, setting.rise(), 1200, 1800);
        return Simulation.run(setting.service(), setting.object(), ANY, load, new SplittableRandom(SEED));
    }

    private List<String> row(int size) {
        Outcome outcome = outcome(size);
        Surroundings around = setting.surroundings();
        int gateways = around.gateways(outcome.meanStreams());
        double machines = setting.prices().machines(outcome.meanPods(), INFERENCE_PROCESSORS, INFERENCE_MEMORY)
                + setting.prices().machines(gateways, GATEWAY_PROCESSORS, GATEWAY_MEMORY);
        double traffic = setting.prices()
                .traffic(outcome.meanStreams() * setting.service().pace() * around.bytes());
        return List.of(
                whole(outcome.meanStreams()),
                whole(outcome.meanPods()) + ", " + outcome.mostPods(),
                whole(outcome.meanStreams() / outcome.meanPods()),
                whole(outcome.refused()),
                Figures.whole(outcome.longestWait()),
                Figures.hundredths(outcome.slowest()),
                whole(outcome.moved()),
                Integer.toString(gateways),
                whole(outcome.meanPods() * gateways),
                whole(around.idleFetches(outcome.meanPods() + gateways)),
                Integer.toString(around.partitions(outcome.meanStreams())),
                Figures.hundredths(machines),
                Figures.hundredths(traffic));
    }

    private static String whole(double figure) {
        return String.format(Locale.ROOT, "%,.0f", figure);
    }
}
