package io.escriba.bench.inference;

import io.escriba.bench.instance.RunningInference;
import io.escriba.bench.instance.ServiceMemory;
import io.escriba.bench.load.GenerateClient;
import io.escriba.bench.model.RandomModel;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Section;
import io.escriba.bench.report.Setting;
import io.escriba.local.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Whether the service lasts: readers come, dawdle and go for a long time, and then nothing of them is left. */
final class EndurancePart implements Part {
    private static final long SEED = 1;

    /** More than may run at once. */
    private static final int MOST_VISITORS = 384;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final Duration BETWEEN_READINGS = Duration.ofSeconds(10);
    private static final int LEAST_READINGS = 8;

    /** In a shorter time the JVM is still growing to its size. */
    private static final Duration LEAST_TO_JUDGE = Duration.ofMinutes(5);

    private static final double ALLOWED_GROWTH = 1.05;
    private static final double MEBI = 1024 * 1024;

    private final RandomModel model;
    private final Duration time;
    private final Setting setting;

    /**
     * A measurement.
     *
     * @param time for which readers come
     */
    EndurancePart(RandomModel model, Duration time, Setting setting) {
        this.model = model;
        this.time = time;
        this.setting = setting;
    }

    @Override
    public Section measure() throws InterruptedException {
        setting.progress().say("Endurance of " + model.name() + " for " + time.toSeconds() + " s.");
        try (ModelInstance instance = ModelInstance.with(model, setting);
                ModelServer server = instance.serve(GenerateClient.SMALL_WINDOW, ServiceMemory.FIXED_HEAP)) {
            Visitors visitors = new Visitors(server.client(), model, MOST_VISITORS, new SplittableRandom(SEED));
            MemoryReadings memory = receive(visitors, server.process());
            visitors.leave();
            instance.await("The end of every visit", visitors::haveLeft);
            List<String> problems = new ArrayList<>();
            visitors.failures().problem().ifPresent(problems::add);
            occupied(server).ifPresent(problems::add);
            growth(memory).ifPresent(problems::add);
            return section(visitors, memory, server.process(), problems);
        }
    }

    /** Lets visitors come and go, and reads the memory meanwhile. */
    private MemoryReadings receive(Visitors visitors, RunningInference service) throws InterruptedException {
        long interval = Math.min(BETWEEN_READINGS.toNanos(), time.toNanos() / LEAST_READINGS);
        List<Double> readings = new ArrayList<>();
        long begin = System.nanoTime();
        for (long passed = 0; passed < time.toNanos(); passed = System.nanoTime() - begin) {
            if (passed >= interval * (readings.size() + 1)) {
                readings.add((double) service.resident());
            }
            visitors.look();
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        }
        return new MemoryReadings(readings);
    }

    /** What still has a place when everybody should have gone. */
    private static Optional<String> occupied(ModelServer server) throws InterruptedException {
        try {
            server.awaitIdle();
            return Optional.empty();
        } catch (CommandException e) {
            return Optional.of(e.getMessage() + " Of streams that nobody reads, "
                    + server.process().running() + " run and "
                    + server.process().waiting() + " wait.");
        }
    }

    private Optional<String> growth(MemoryReadings memory) {
        boolean judged = time.compareTo(LEAST_TO_JUDGE) >= 0;
        return judged && memory.growth() > ALLOWED_GROWTH
                ? Optional.of("The resident memory has grown to " + Figures.hundredths(memory.growth())
                        + " times what it was.")
                : Optional.empty();
    }

    private Section section(Visitors visitors, MemoryReadings memory, RunningInference service, List<String> problems)
            throws InterruptedException {
        List<List<String>> rows = List.of(
                List.of("time, s", Figures.whole(Figures.seconds(time))),
                List.of("texts read to the end", Long.toString(visitors.count(Visitor.Outcome.COMPLETE))),
                List.of("texts left before", Long.toString(visitors.count(Visitor.Outcome.LEFT))),
                List.of("texts that failed", Long.toString(visitors.count(Visitor.Outcome.FAILED))),
                List.of("characters read", Long.toString(visitors.characters())),
                List.of("streams that run at the end", Integer.toString(service.running())),
                List.of("streams that wait at the end", Integer.toString(service.waiting())),
                List.of("resident in the first quarter, MiB", Figures.tenths(memory.first() / MEBI)),
                List.of("resident in the last quarter, MiB", Figures.tenths(memory.last() / MEBI)),
                List.of("ratio", Figures.thousandths(memory.growth())));
        return new Section(
                "Endurance",
                new MarkdownTable(List.of("of " + model.name(), "figure"), rows),
                List.of("Up to " + MOST_VISITORS
                        + " readers at a time, drawn by a generator with a fixed seed, want texts of up"
                        + " to 20,000 characters: a third read at once and to the end, a third read at once and go away after"
                        + " a second or so, a third take some characters now and then. At the end all go. Memory: medians of"
                        + " VmRSS of /proc/PID/status, read every 10 s, or eight times in a short run; all of the heap is in it"
                        + " from the start (" + String.join(" ", ServiceMemory.FIXED_HEAP)
                        + "). From five minutes on, a ratio"
                        + " above " + ALLOWED_GROWTH + " is a failure."),
                problems.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", problems)));
    }
}
