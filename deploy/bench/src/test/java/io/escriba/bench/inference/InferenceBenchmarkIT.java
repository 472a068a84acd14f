package io.escriba.bench.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that people call, with the service as it was packaged, for too short a time to say anything. */
class InferenceBenchmarkIT {
    private static final String FIGURE = " +-?[\\d.]+ +\\|";

    @TempDir
    private Path work;

    @Test
    void measuresThroughputBesideBareLoops() throws Exception {
        Outcome outcome = run("--throughput --streams 1,4 --seconds 1 --rounds 2 --threads 2");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("- Command: `deploy/bench/inference --throughput --streams 1,4 --seconds 1 ")
                .containsPattern("\\| gru-2x256 +\\| 1 +\\| 1 +\\|(" + FIGURE + "){5}")
                .containsPattern("\\| lstm-2x512 +\\| 4 +\\| median +\\|(" + FIGURE + "){5}");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void measuresCallsThatWriteSeveralCharacters() throws Exception {
        Outcome outcome = run("--calls --streams 1,3 --characters-per-call 2,8 --seconds 1 --rounds 1");

        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out())
                .containsPattern("\\| gru-2x256 +\\| 1 +\\| 1 +\\|" + FIGURE + " 1.00 +\\|" + FIGURE)
                .containsPattern("\\| gru-2x256 +\\| 3 +\\| 8 +\\|(" + FIGURE + "){3}")
                .containsPattern("\\| lstm-2x512 +\\| 1 +\\| 2 +\\|(" + FIGURE + "){3}");
    }

    @Test
    void measuresHowSoonCharactersCome() throws Exception {
        Outcome outcome =
                run("--models gru-2x256 --first-character --between --start --texts 3 --seconds 1 --rounds 1");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .containsPattern("\\| gru-2x256 +\\| 10 +\\| 1 +\\|(" + FIGURE + "){3}")
                .containsPattern("\\| gru-2x256 +\\| 1000 +\\| median +\\|(" + FIGURE + "){3}")
                .containsPattern("\\| gru-2x256 +\\| median +\\|(" + FIGURE + "){8}")
                .containsPattern("\\| median +\\| 5006145 +\\|(" + FIGURE + "){2}");
    }

    @Test
    void measuresManyStreamsAndNewVersions() throws Exception {
        Outcome outcome =
                run("--models gru-2x256 --swap --versions 2 --many --crowd 20 --endurance 0.02 --seconds 1 --rounds 1");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .containsPattern("\\| gru-2x256 +\\| all +\\| 0 +\\| \\d+ +\\| 0 +\\|(" + FIGURE + "){4}")
                .containsPattern("\\| gru-2x256 +\\| all +\\| 2 +\\| \\d+ +\\| 0 +\\|(" + FIGURE + "){4}")
                .containsPattern("\\| run +\\|(" + FIGURE + "){5}")
                .containsPattern("\\| wait for a row +\\|(" + FIGURE + "){5}")
                .containsPattern("\\| wait for their readers +\\|(" + FIGURE + "){5}")
                .containsPattern("\\| texts that failed +\\| 0 +\\|")
                .containsPattern("\\| streams that run at the end +\\| 0 +\\|")
                .containsPattern("\\| streams that wait at the end +\\| 0 +\\|");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void measuresFewerBits() throws Exception {
        Outcome outcome = run("--models gru-2x256 --precision --streams 3 --seconds 1 --rounds 1");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .containsPattern("\\| gru-2x256 +\\| 1 x 3 +\\| 1 +\\|(" + FIGURE + "){3}")
                .containsPattern("\\| gru-2x256 +\\| 512 x 1 +\\| median +\\|(" + FIGURE + "){3}");
    }

    @Test
    void namesWhatCannotBeUsed() throws Exception {
        assertThat(run("--rounds 0")).isEqualTo(new Outcome(1, "", "--rounds is 0. Use 1 or more.\n"));
        assertThat(run("--calls --characters-per-call 4,0").err())
                .isEqualTo("--characters-per-call is 0. Use 1 or more.\n");
        assertThat(run("--endurance -1").err()).isEqualTo("--endurance is -1.0. Use 0.01 or more.\n");
        assertThat(run("--models gru").err()).contains("'gru'", "gru-2x256", "lstm-2x512", "gru-2x640");
    }

    /** A finished benchmark. */
    private record Outcome(int status, String out, String err) {}

    private Outcome run(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of("inference").toAbsolutePath().toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("--dir", work.toString()));
        Process benchmark = new ProcessBuilder(command).start();
        // It says too little on standard error to fill a pipe while the other is read.
        String out = new String(benchmark.getInputStream().readAllBytes(), UTF_8);
        String err = new String(benchmark.getErrorStream().readAllBytes(), UTF_8);
        return new Outcome(benchmark.waitFor(), out, err);
    }
}
