package io.escriba.bench.training;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.bench.instance.BenchInstance;
import io.escriba.bench.instance.RunningTrainer;
import io.escriba.bench.report.MarkdownTable;
import io.escriba.bench.report.Part;
import io.escriba.bench.report.Progress;
import io.escriba.bench.report.Section;
import io.escriba.json.Json;
import io.escriba.kafka.Topics;
import io.escriba.local.corpus.CorpusText;
import io.escriba.local.launcher.Installation;
import io.escriba.local.launcher.Services;
import io.escriba.name.Name;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What somebody waits for around a training: its trainer's start, and everything between its last step and the new version. */
final class JobsPart implements Part {
    private static final Name CORPUS = new Name("bench");

    /** As many as the trainer creates by itself. */
    private static final int PARTITIONS = 12;

    /** PyTorch has to be unpacked first, and the held-out part is measured when the time of the training is over. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Path text;
    private final Duration time;
    private final int rounds;
    private final Path directory;
    private final Progress progress;

    /**
     * A measurement.
     *
     * @param text UTF-8 to learn
     * @param time that each job trains
     * @param directory in which everything is kept meanwhile
     */
    JobsPart(Path text, Duration time, int rounds, Path directory, Progress progress) {
        this.text = text;
        this.time = time;
        this.rounds = rounds;
        this.directory = directory;
        this.progress = progress;
    }

    @Override
    public Section measure() throws InterruptedException {
        List<JobRound> measured = measureRounds();
        List<List<String>> rows = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            rows.add(row(Integer.toString(round), measured.get(round - 1)));
        }
        rows.add(row("median", JobRound.medians(measured)));
        return new Section(
                "Jobs",
                new MarkdownTable(List.of("round", "start, s", "training, s", "publication, s"), rows),
                List.of(
                        "Each round starts a trainer, for which a job waits in Kafka: its own choice for this corpus and "
                                + time.toSeconds() + " s. Start: from there to the first step of the training (event"
                                + " `started`). Training: from there to the last event `step`, which follows the last"
                                + " evaluation. Publication: from there to the event `completed`, which is committed together"
                                + " with the record in `escriba.models`; between them lie the samples, the export, its check"
                                + " and the model store. Times are those of the records.",
                        "In the first round the trainer unpacks PyTorch and reads the corpus from Kafka; later ones find both"
                                + " on the disk."));
    }

    private List<JobRound> measureRounds() throws InterruptedException {
        CorpusText corpus = CorpusText.of(text, CORPUS);
        List<JobRound> measured = new ArrayList<>();
        try (BenchInstance instance =
                BenchInstance.start(Installation.current(), List.of(Services.TRAINER), directory)) {
            Map<String, Object> client = Map.of("bootstrap.servers", instance.kafka());
            Topics.createMissing(client, PARTITIONS, (short) 1);
            StoredCorpus stored = StoredCorpus.store(corpus, client);
            try (JobProgress jobs = JobProgress.follow(client)) {
                for (int round = 1; round <= rounds; round++) {
                    progress.say("Job " + round + " of " + rounds + ".");
                    measured.add(round(instance, stored, jobs, Integer.toString(round)));
                }
            }
        }
        return measured;
    }

    private JobRound round(BenchInstance instance, StoredCorpus stored, JobProgress jobs, String round)
            throws InterruptedException {
        JsonNode spec = Json.tree(Map.of("timeBudget", time.toString()));
        String job = stored.order(round, spec, Instant.now());
        Instant started = Instant.now();
        try (RunningTrainer trainer = instance.startTrainer()) {
            trainer.await("The end of the job", time.plus(PATIENCE), () -> jobs.hasEnded(job));
        }
        return JobRound.of(started, jobs.of(job));
    }

    private static List<String> row(String round, JobRound figures) {
        return Stream.concat(Stream.of(round), figures.cells().stream()).toList();
    }
}
