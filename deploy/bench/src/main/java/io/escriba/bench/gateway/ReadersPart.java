package io.escriba.bench.gateway;

import io.escriba.bench.instance.ServiceMemory;
import io.escriba.bench.load.Failures;
import io.escriba.bench.load.Latency;
import io.escriba.bench.load.LoadFigures;
import io.escriba.bench.model.RandomModel;
import io.escriba.bench.reader.Order;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Section;
import io.escriba.bench.report.Setting;
import io.escriba.local.CommandException;
import java.time.Duration;
import java.util.List;

/** How evenly characters reach many readers who read at the pace of a person, and what they cost. */
final class ReadersPart implements Part {
    private static final double KIB = 1024;
    private static final double MEBI = 1024 * 1024;

    /** Texts last longer than they are measured: for a start and one reading of memory, and until the last reader has come. */
    private static final Duration SPARE = Duration.ofSeconds(10);

    private static final Duration ONE_COMES = Duration.ofMillis(30);

    private final RandomModel model;
    private final int readers;
    private final double pace;
    private final Setting setting;

    /**
     * A measurement.
     *
     * @param readers 1 or more
     * @param pace characters a second of each
     */
    ReadersPart(RandomModel model, int readers, double pace, Setting setting) {
        this.model = model;
        this.readers = readers;
        this.pace = pace;
        this.setting = setting;
    }

    @Override
    public Section measure() throws InterruptedException {
        FigureTable table = new FigureTable("of " + readers + " readers at " + pace + " characters/s");
        Failures failures = Failures.NONE;
        try (Deployment deployment = Deployment.with(model, setting, 1)) {
            deployment.warmUp();
            for (int round = 1; round <= setting.rounds(); round++) {
                setting.sayRound("Many readers of " + model.name(), round);
                failures = failures.and(measure(deployment, table));
            }
        }
        return new Section(
                "Many readers",
                table.table(),
                List.of(
                        "Every text lasts longer than the " + setting.time().toSeconds()
                                + " s that are measured, and is read"
                                + " to its end. Dropped: readers whose connection broke, or to whom a character did not"
                                + " come once and in its place. Time between events: from one event with characters to"
                                + " the next of a text, where it is read.",
                        "Memory: what the gateway has more with all readers than just before without any, divided by their"
                                + " number. Heap: objects that are alive (`jcmd PID GC.class_histogram`). Other: VmRSS of"
                                + " /proc/PID/status, in which all of the heap is from the start ("
                                + String.join(" ", ServiceMemory.FIXED_HEAP) + ").",
                        "Processors: percents of one. The readers are those of the benchmark's process, with one thread."),
                failures.problem());
    }

    private Failures measure(Deployment deployment, FigureTable table) throws InterruptedException {
        ServiceMemory idle = deployment.gateway().memory();
        Duration lasting = setting.time().plus(setting.warmUp()).plus(SPARE).plus(ONE_COMES.multipliedBy(readers));
        Order order = Order.lasting(model, pace, lasting);
        try (Crowd crowd =
                deployment.readers(readers, order, List.of(deployment.gateway().address()), 1)) {
            crowd.awaitFailure(setting.warmUp());
            Work before = Work.of(deployment);
            long begin = System.nanoTime();
            LoadFigures figures = crowd.measure(setting.time());
            Work work = Work.of(deployment).since(before);
            Duration time = Duration.ofNanos(System.nanoTime() - begin);
            ServiceMemory more = deployment.gateway().memory().since(idle);
            if (crowd.counted().ended() > 0) {
                throw new CommandException(
                        "Some texts were over before the memory of all was measured. The machine is too"
                                + " slow for --crowd " + readers + ": lower it.");
            }
            deployment.await("The end of every text", crowd::isOver);
            deployment.awaitIdle();
            Failures failures = crowd.failures();
            Latency gap = figures.gap();
            double heap = more.heap() / KIB / readers;
            double other = more.resident() / KIB / readers;
            table.add("dropped", Figures::whole, (double) failures.count());
            table.add("characters/s together", Figures::whole, figures.charactersPerSecond());
            table.add("time between events p50, ms", Figures::tenths, gap.middle());
            table.add("time between events p99, ms", Figures::tenths, gap.tail());
            table.add("longest, ms", Figures::tenths, gap.longest());
            table.add("gateway: heap, KiB each", Figures::tenths, heap);
            table.add("gateway: other, KiB each", Figures::tenths, other);
            table.add("gateway: together, KiB each", Figures::tenths, heap + other);
            table.add("gateway: heap when idle, MiB", Figures::tenths, idle.heap() / MEBI);
            table.add("gateway: resident when idle, MiB", Figures::tenths, idle.resident() / MEBI);
            table.add("processors: gateway, %", Figures::whole, Work.percent(work.gateway(), time));
            table.add("processors: inference, %", Figures::whole, Work.percent(work.inference(), time));
            table.add("processors: readers, %", Figures::whole, Work.percent(work.readers(), time));
            return failures;
        }
    }
}
