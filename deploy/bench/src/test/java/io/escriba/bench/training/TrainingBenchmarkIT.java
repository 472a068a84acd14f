package io.escriba.bench.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that people call, on a text too small to say anything. */
class TrainingBenchmarkIT {
    private static final String FIGURE = " +[\\d.]+ +\\|";

    @TempDir
    private Path home;

    private Path text;

    @BeforeEach
    void writeText() throws IOException {
        text = Files.writeString(
                home.resolve("batatinha.txt"), "Batatinha quando nasce se esparrama pelo chão.\n".repeat(60));
    }

    @Test
    void measuresPresetsBesideABareLoop() throws Exception {
        Outcome outcome = run(text.toString(), "--presets", "bigram,names-rnn", "--seconds", "1", "--rounds", "2");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("- Command: `deploy/bench/training ")
                .containsPattern("\\| bigram +\\| \\d+ +\\| 1 +\\|(" + FIGURE + "){4}")
                .containsPattern("\\| names-rnn +\\| \\d+ +\\| median +\\|(" + FIGURE + "){4}");
    }

    @Test
    void measuresQualityAndMemory() throws Exception {
        Outcome outcome = run(text.toString(), "--quality", "1,2", "--memory", "--memory-steps", "1");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .containsPattern("\\| 1 +\\| GRU \\dx\\d+ \\+ 6-grams +\\|(" + FIGURE + "){5}")
                .containsPattern("\\| 2 +\\| GRU \\dx\\d+ \\+ 6-grams +\\|(" + FIGURE + "){5}")
                .containsPattern("\\| step 11 +\\|(" + FIGURE + "){3}")
                .containsPattern("\\| job 20 +\\|(" + FIGURE + "){3}");
    }

    @Test
    void measuresWhatLiesAroundATraining() throws Exception {
        Path work = Files.createDirectory(home.resolve("work"));

        Outcome outcome =
                run(text.toString(), "--jobs", "--jobs-seconds", "1", "--rounds", "2", "--dir", work.toString());

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .containsPattern("\\| 2 +\\|(" + FIGURE + "){3}")
                .containsPattern("\\| median +\\|(" + FIGURE + "){3}");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void namesWhatCannotBeUsed() throws Exception {
        assertThat(run("no-such.txt")).isEqualTo(new Outcome(1, "", "There is no file 'no-such.txt'.\n"));
        assertThat(run(text.toString(), "--presets", "tiny").err())
                .contains("preset is 'tiny'; use one of [auto, bigram,");
        assertThat(run(text.toString(), "--rounds", "0").err()).isEqualTo("--rounds is 0. Use 1 or more.\n");
    }

    /** A finished benchmark. */
    private record Outcome(int status, String out, String err) {}

    private static Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of("training").toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        Process benchmark = new ProcessBuilder(command).start();
        // It says too little on standard error to fill a pipe while the other is read.
        String out = new String(benchmark.getInputStream().readAllBytes(), UTF_8);
        String err = new String(benchmark.getErrorStream().readAllBytes(), UTF_8);
        return new Outcome(benchmark.waitFor(), out, err);
    }
}
