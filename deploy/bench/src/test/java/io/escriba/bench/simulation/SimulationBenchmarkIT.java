package io.escriba.bench.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The script that people call. */
class SimulationBenchmarkIT {
    @Test
    void saysWhatStreamsTakeAndWhatGivesOut() throws Exception {
        Outcome outcome = run("--streams 200,2000 --model lstm-2x512 --rise 5");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("- Command: `deploy/bench/simulation --streams 200,2000 ")
                .containsPattern("\\| [12]\\d\\d +\\| 2, 2 +\\| ")
                .containsPattern("\\| maxReplicaCount, \\d+ pods +\\| [\\d,]+ +\\| ");
        assertThat(run("--streams 200,2000 --model lstm-2x512 --rise 5").out()).isEqualTo(outcome.out());
    }

    @Test
    void namesWhatCannotBeUsed() throws Exception {
        assertThat(run("--pace 0")).isEqualTo(new Outcome(1, "", "--pace is 0. Use 1 or more.\n"));
        assertThat(run("--trainings 0").err()).isEqualTo("--trainings is 0.0. Use a number above 0.\n");
        assertThat(run("--model gru").err()).contains("'gru'", "gru-2x256", "lstm-2x512");
    }

    /** A finished simulation. */
    private record Outcome(int status, String out, String err) {}

    private static Outcome run(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of("simulation").toAbsolutePath().toString());
        command.addAll(List.of(arguments.split(" ")));
        Process simulation = new ProcessBuilder(command).start();
        // It says too little on standard error to fill a pipe while the other is read.
        String out = new String(simulation.getInputStream().readAllBytes(), UTF_8);
        String err = new String(simulation.getErrorStream().readAllBytes(), UTF_8);
        return new Outcome(simulation.waitFor(), out, err);
    }
}
