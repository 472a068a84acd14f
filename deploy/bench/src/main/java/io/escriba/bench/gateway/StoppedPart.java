package io.escriba.bench.gateway;

import io.escriba.bench.instance.ServiceMemory;
import io.escriba.bench.load.Failures;
import io.escriba.bench.load.LoadFigures;
import io.escriba.bench.model.RandomModel;
import io.escriba.bench.reader.Order;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Section;
import io.escriba.bench.report.Setting;
import java.time.Duration;
import java.util.List;

/** What others notice of readers who stop reading, and what these cost meanwhile. */
final class StoppedPart implements Part {
    private static final double KIB = 1024;

    /** Beside what is measured, the texts of the others last for the starts, the readings of memory and the rest of the long texts. */
    private static final Duration SPARE = Duration.ofSeconds(60);

    private final RandomModel model;
    private final Numbers numbers;
    private final Setting setting;

    /**
     * What is measured.
     *
     * @param stopped readers who stop
     * @param stop for how long
     * @param characters of the text of each who stops, unpaced
     * @param others readers beside them
     * @param pace of the others, in characters a second
     */
    record Numbers(int stopped, Duration stop, long characters, int others, double pace) {}

    StoppedPart(RandomModel model, Numbers numbers, Setting setting) {
        this.model = model;
        this.numbers = numbers;
        this.setting = setting;
    }

    @Override
    public Section measure() throws InterruptedException {
        FigureTable table =
                new FigureTable("of " + numbers.others() + " others at " + numbers.pace() + " characters/s");
        Failures failures = Failures.NONE;
        try (Deployment deployment = Deployment.with(model, setting, 1)) {
            deployment.warmUp();
            for (int round = 1; round <= setting.rounds(); round++) {
                setting.sayRound("Readers who stop", round);
                failures = failures.and(measure(deployment, table));
            }
        }
        return new Section(
                "Readers who stop",
                table.table(),
                List.of(numbers.stopped() + " more want " + numbers.characters()
                        + " characters as fast as they come, and"
                        + " stop reading after the first ones for "
                        + numbers.stop().toSeconds() + " s; then they read to"
                        + " the end. The others are measured for "
                        + setting.time().toSeconds() + " s before and all the"
                        + " while. Memory: what has come to it from before to the end of the stop, divided by the number of"
                        + " those who stopped, heap and other memory as for many readers."),
                failures.problem());
    }

    private Failures measure(Deployment deployment, FigureTable table) throws InterruptedException {
        Duration lasting =
                setting.time().plus(setting.warmUp()).plus(numbers.stop()).plus(SPARE);
        Order paced = Order.lasting(model, numbers.pace(), lasting);
        Order whole = new Order(model, numbers.characters(), 0);
        var gateways = List.of(deployment.gateway().address());
        Failures failures;
        try (Crowd others = deployment.readers(numbers.others(), paced, gateways, 1)) {
            others.awaitFailure(setting.warmUp());
            LoadFigures alone = others.measure(setting.time());
            ServiceMemory gatewayBefore = deployment.gateway().memory();
            ServiceMemory inferenceBefore = deployment.inferenceMemory();
            try (Crowd stopped = deployment.readers(numbers.stopped(), whole, gateways, 1)) {
                stopped.pause();
                LoadFigures beside = others.measure(numbers.stop());
                ServiceMemory gateway = deployment.gateway().memory().since(gatewayBefore);
                ServiceMemory inference = deployment.inferenceMemory().since(inferenceBefore);
                boolean complete = stopped.isOver();
                stopped.resume();
                deployment.await("The end of the texts of those who stopped", stopped::isOver);
                failures = others.failures().and(stopped.failures());
                table.add(
                        "time between events p99 before, ms",
                        Figures::tenths,
                        alone.gap().tail());
                table.add(
                        "time between events p99 meanwhile, ms",
                        Figures::tenths,
                        beside.gap().tail());
                table.add("longest before, ms", Figures::tenths, alone.gap().longest());
                table.add("longest meanwhile, ms", Figures::tenths, beside.gap().longest());
                table.add("gateway: heap, KiB each", Figures::tenths, each(gateway.heap()));
                table.add("gateway: other, KiB each", Figures::tenths, each(gateway.resident()));
                table.add("inference: heap, KiB each", Figures::tenths, each(inference.heap()));
                table.add("inference: other, KiB each", Figures::tenths, each(inference.resident()));
                table.add(
                        "complete texts of those who stopped, during the stop",
                        Figures::whole,
                        complete ? numbers.stopped() : 0);
                table.add("complete texts of those who stopped, in the end", Figures::whole, (double)
                        stopped.counted().ended());
                table.add("texts that failed", Figures::whole, (double) failures.count());
            }
        }
        deployment.awaitIdle();
        return failures;
    }

    private double each(long bytes) {
        return bytes / KIB / numbers.stopped();
    }
}
