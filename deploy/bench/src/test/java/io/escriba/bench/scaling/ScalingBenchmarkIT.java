package io.escriba.bench.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that people call, with a real Prometheus and the services as they were packaged: a second process comes and goes. */
class ScalingBenchmarkIT {
    @TempDir
    private Path work;

    @Test
    void startsAndStopsAProcessWithTheLoad() throws Exception {
        Path out = Files.createDirectory(work.resolve("out")).resolve("curves");

        Outcome outcome = run("--most 2 --smaller 32 --faster 60 --load 0:4,2:50,5:50,7:4 --characters 400 --pace 40"
                + " --compared 20 --out " + out);

        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("- Command: `deploy/bench/scaling --most 2 ")
                .containsPattern("\\| most processes ready +\\| 2 +\\|")
                .containsPattern("\\| processes at the end +\\| 1 +\\|")
                .containsPattern("\\| texts that were lost or cut +\\| 0 +\\|")
                .containsPattern("\\| of these different +\\| 0 +\\|");
        assertThat(outcome.err()).contains("2 processes instead of 1", "1 processes instead of 2");
        assertThat(Files.readAllLines(Path.of(out + ".csv"))).hasSizeGreaterThan(10);
        assertThat(Path.of(out + ".png")).isNotEmptyFile();
        Files.delete(Path.of(out + ".csv"));
        Files.delete(Path.of(out + ".png"));
        Files.delete(out.getParent());
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void namesWhatCannotBeUsed() throws Exception {
        assertThat(run("--most 1 --least 2").err()).isEqualTo("--most is 1. Use 2 or more.\n");
        assertThat(run("--load 5").err()).contains("--load: ", "'5'");
    }

    /** A finished benchmark. */
    private record Outcome(int status, String out, String err) {}

    private Outcome run(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of("scaling").toAbsolutePath().toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("--dir", work.toString()));
        Process benchmark = new ProcessBuilder(command).start();
        // It says too little on standard error to fill a pipe while the other is read.
        String out = new String(benchmark.getInputStream().readAllBytes(), UTF_8);
        String err = new String(benchmark.getErrorStream().readAllBytes(), UTF_8);
        return new Outcome(benchmark.waitFor(), out, err);
    }
}
