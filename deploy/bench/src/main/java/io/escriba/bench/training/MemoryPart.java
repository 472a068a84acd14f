package io.escriba.bench.training;

import ai.djl.ndarray.NDManager;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Progress;
import io.escriba.bench.report.Section;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.onnx.ExportCheck;
import io.escriba.trainer.onnx.OnnxExport;
import io.escriba.trainer.text.EncodedText;
import io.escriba.trainer.training.TrainedNetwork;
import io.escriba.trainer.training.TrainingListener;
import io.escriba.trainer.training.TrainingLoop;
import io.escriba.training.TrainingSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Whether a long training, and many short ones one after another, take more and more memory. */
final class MemoryPart implements Part {
    /** How many readings a long training has. */
    static final int READINGS = 11;

    private static final int JOBS = 20;
    private static final int CHECKED_CHARACTERS = 400;

    private final TrainingSpec longer;
    private final TrainingSpec shorter;
    private final EncodedText text;
    private final int interval;
    private final NDManager engine;
    private final Progress progress;

    /**
     * A measurement.
     *
     * @param longer has as many steps as all readings need
     * @param shorter a job that is repeated
     * @param interval steps from one reading to the next
     */
    MemoryPart(
            TrainingSpec longer,
            TrainingSpec shorter,
            EncodedText text,
            int interval,
            NDManager engine,
            Progress progress) {
        this.longer = longer;
        this.shorter = shorter;
        this.text = text;
        this.interval = interval;
        this.engine = engine;
        this.progress = progress;
    }

    @Override
    public Section measure() {
        List<List<String>> rows = new ArrayList<>();
        progress.say("One training of " + READINGS * interval + " steps.");
        train(longer, new BooleanSupplier() {
            private int steps;

            /** Asked before each step, so the reading of the last one is missing here. */
            @Override
            public boolean getAsBoolean() {
                if (steps > 0 && steps % interval == 0) {
                    rows.add(row("step " + steps));
                }
                steps++;
                return false;
            }
        });
        rows.add(row("step " + READINGS * interval));
        for (int job = 1; job <= JOBS; job++) {
            progress.say("Job " + job + " of " + JOBS + ".");
            TrainedNetwork trained = train(shorter, () -> false);
            byte[] onnx = OnnxExport.export(trained.shape(), trained.weights(), trained.ngrams(), Map.of());
            new ExportCheck(trained, onnx)
                    .run(Examples.of(text, shorter.examples(), shorter.seed()).excerpt(CHECKED_CHARACTERS), engine);
            rows.add(row("job " + job));
        }
        return new Section(
                "Resident memory",
                new MarkdownTable(List.of("after", "resident, MiB", "heap, MiB", "other, MiB"), rows),
                List.of(
                        "VmRSS of /proc/self/status. One training of a network of "
                                + longer.network().layers() + " x "
                                + longer.network().hiddenSize() + ", then " + JOBS
                                + " small jobs in the same process, each with its export and the check of it. Heap: what Java has"
                                + " taken for it, whether it uses it or not. Other: the rest, in which the engine's memory is."));
    }

    private TrainedNetwork train(TrainingSpec spec, BooleanSupplier stopped) {
        Examples examples = Examples.of(text, spec.examples(), spec.seed());
        return new TrainingLoop(spec, examples, new Unheard(), InstantSource.system()).run(engine, stopped);
    }

    private static List<String> row(String when) {
        return Stream.concat(Stream.of(when), ResidentMemory.now().cells().stream())
                .toList();
    }

    private static final class Unheard implements TrainingListener {
        @Override
        public void begun(long step) {
            // A training without checkpoints begins at its beginning.
        }

        @Override
        public void measured(Measurement measurement) {
            // Memory is what counts here.
        }

        @Override
        public void sampled(long step, double temperature, String sample) {
            // Memory is what counts here; writing samples takes some too.
        }
    }
}
