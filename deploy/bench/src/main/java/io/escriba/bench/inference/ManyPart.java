package io.escriba.bench.inference;

import io.escriba.bench.instance.RunningInference;
import io.escriba.bench.instance.ServiceMemory;
import io.escriba.bench.load.GenerateClient;
import io.escriba.bench.load.OpenStream;
import io.escriba.bench.load.SteadyLoad;
import io.escriba.bench.model.RandomModel;
import io.escriba.bench.report.Figures;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Section;
import io.escriba.bench.report.Setting;
import java.util.ArrayList;
import java.util.List;

/** What each of many streams takes of the service's memory, whether it runs or waits. */
final class ManyPart implements Part {
    private static final double KIB = 1024;

    /** They make the service load all of its code, which is not to be counted as the memory of streams. */
    private static final int FIRST_STREAMS = 16;

    private final RandomModel model;
    private final int streams;
    private final Setting setting;

    /**
     * A measurement.
     *
     * @param streams 2 or more
     */
    ManyPart(RandomModel model, int streams, Setting setting) {
        this.model = model;
        this.streams = streams;
        this.setting = setting;
    }

    @Override
    public Section measure() throws InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        try (ModelInstance instance = ModelInstance.with(model, setting)) {
            for (Doing doing : Doing.values()) {
                setting.progress().say("Memory of " + streams + " streams that " + doing + ".");
                rows.add(row(doing, memory(instance, doing)));
            }
        }
        return new Section(
                "Many streams",
                new MarkdownTable(
                        List.of(
                                "model",
                                "streams",
                                "they",
                                "heap, KiB each",
                                "other, KiB each",
                                "together",
                                "state of one",
                                "beyond the state"),
                        rows),
                List.of(
                        "What a process has more with these streams than before, divided by their number; a new process for"
                                + " each row, in which " + FIRST_STREAMS
                                + " streams have run before. Heap: objects that are alive"
                                + " (`jcmd PID GC.class_histogram`). Other: VmRSS of /proc/PID/status, in which all of the heap is"
                                + " from the start (" + String.join(" ", ServiceMemory.FIXED_HEAP)
                                + "). What the process takes by"
                                + " itself meanwhile, such as compiled code, is counted as theirs."));
    }

    /** What streams do. */
    private enum Doing {
        RUN("run", OpenStream.ALL) {
            @Override
            int rows(int streams) {
                return streams;
            }

            @Override
            boolean isDone(SteadyLoad load, RunningInference service, int streams) throws InterruptedException {
                return load.hasBegun() && service.running() == streams;
            }
        },
        WAIT("wait for a row", OpenStream.ALL) {
            @Override
            int rows(int streams) {
                return 1;
            }

            @Override
            boolean isDone(SteadyLoad load, RunningInference service, int streams) throws InterruptedException {
                return service.waiting() == streams - 1;
            }
        },
        /** Each takes its start and a character, and goes on until what nobody takes fills the buffers. */
        PAUSE("wait for their readers", 2) {
            @Override
            int rows(int streams) {
                return streams;
            }

            @Override
            boolean isDone(SteadyLoad load, RunningInference service, int streams) throws InterruptedException {
                return load.hasBegun() && service.waiting() == streams;
            }
        };

        private final String words;
        private final int messages;

        Doing(String words, int messages) {
            this.words = words;
            this.messages = messages;
        }

        /** How many of the streams may run at once. */
        abstract int rows(int streams);

        /** Whether all of them do it by now. */
        abstract boolean isDone(SteadyLoad load, RunningInference service, int streams) throws InterruptedException;

        @Override
        public String toString() {
            return words;
        }
    }

    private ServiceMemory memory(ModelInstance instance, Doing doing) throws InterruptedException {
        List<String> settings = new ArrayList<>(ServiceMemory.FIXED_HEAP);
        settings.add("-Describa.inference.max-streams=" + doing.rows(streams));
        settings.add("-Describa.inference.max-waiting=" + streams);
        try (ModelServer server = instance.serve(GenerateClient.SMALL_WINDOW, settings)) {
            RunningInference service = server.process();
            try (SteadyLoad first =
                    server.load(model, Math.min(FIRST_STREAMS, doing.rows(streams)), ModelServer.LONGEST)) {
                first.measure(setting.warmUp()).failures().requireNone();
            }
            server.awaitIdle();
            ServiceMemory before = service.memory();
            try (SteadyLoad load = SteadyLoad.open(
                    server.client(), streams, doing.messages, server.texts(model, ModelServer.LONGEST))) {
                instance.await("That " + streams + " streams " + doing, () -> doing.isDone(load, service, streams));
                return service.memory().since(before);
            }
        }
    }

    private List<String> row(Doing doing, ServiceMemory more) {
        double heap = more.heap() / KIB / streams;
        double other = more.resident() / KIB / streams;
        double state = model.stateBytes() / KIB;
        return List.of(
                model.name().value(),
                Integer.toString(streams),
                doing.toString(),
                Figures.tenths(heap),
                Figures.tenths(other),
                Figures.tenths(heap + other),
                Figures.tenths(state),
                Figures.tenths(heap + other - state));
    }
}
