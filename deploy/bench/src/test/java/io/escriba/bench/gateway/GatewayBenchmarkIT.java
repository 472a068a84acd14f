package io.escriba.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that people call, with the processes as they were packaged, for too short a time to say anything. */
class GatewayBenchmarkIT {
    private static final String FIGURE = " +-?[\\d.]+ +\\|";
    private static final String TWICE = "(" + FIGURE + "){2}";

    @TempDir
    private Path work;

    @Test
    void measuresReadersAndThroughput() throws Exception {
        Outcome outcome = run("--readers --crowd 20 --throughput --streams 4 --seconds 1 --rounds 1");

        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("- Command: `deploy/bench/gateway --readers --crowd 20 --throughput --streams 4 ")
                .containsPattern("\\| dropped +\\| 0 +\\| 0 +\\|")
                .containsPattern("\\| time between events p99, ms +\\|" + TWICE)
                .containsPattern("\\| gateway: together, KiB each +\\|" + TWICE)
                .containsPattern("\\| gRPC, characters/s +\\|" + TWICE)
                .containsPattern("\\| HTTP, characters/s +\\|" + TWICE)
                .containsPattern("\\| ratio +\\|" + TWICE);
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void measuresReadersWhoStop() throws Exception {
        Outcome outcome =
                run("--stopped --streams 4 --stop-seconds 1 --stopped-characters 20000 --seconds 1 --rounds 1");

        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out())
                .containsPattern("\\| time between events p99 meanwhile, ms +\\|" + TWICE)
                .containsPattern("\\| complete texts of those who stopped, during the stop +\\| 0 +\\| 0 +\\|")
                .containsPattern("\\| complete texts of those who stopped, in the end +\\| 1 +\\| 1 +\\|")
                .containsPattern("\\| texts that failed +\\| 0 +\\| 0 +\\|");
    }

    @Test
    void measuresProcessesThatEnd() throws Exception {
        Outcome outcome =
                run("--failover --failover-readers 4 --failover-characters 20 --away-seconds 1 --seconds 2 --rounds 1");

        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out())
                .containsPattern("\\| SIGKILL of an inference process +\\|" + TWICE)
                .containsPattern("\\| SIGTERM of an inference process +\\|" + TWICE)
                .containsPattern("\\| no inference process, less that time +\\|" + TWICE)
                .containsPattern("\\| SIGKILL of the gateway +\\|" + TWICE);
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void namesWhatCannotBeUsed() throws Exception {
        assertThat(run("--crowd 0")).isEqualTo(new Outcome(1, "", "--crowd is 0. Use 1 or more.\n"));
        assertThat(run("--pace 0.01").err()).isEqualTo("--pace is 0.01. Use 0.1 or more.\n");
        assertThat(run("--model gru").err()).contains("'gru'", "gru-2x256", "lstm-2x512", "gru-2x640");
    }

    /** A finished benchmark. */
    private record Outcome(int status, String out, String err) {}

    private Outcome run(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of("gateway").toAbsolutePath().toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("--dir", work.toString()));
        Process benchmark = new ProcessBuilder(command).start();
        // It says too little on standard error to fill a pipe while the other is read.
        String out = new String(benchmark.getInputStream().readAllBytes(), UTF_8);
        String err = new String(benchmark.getErrorStream().readAllBytes(), UTF_8);
        return new Outcome(benchmark.waitFor(), out, err);
    }
}
