package io.escriba.bench.corpora;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that people call, with the services as they were packaged, on texts too small to say anything. */
class CorporaBenchmarkIT {
    @TempDir
    private Path home;

    private Path work;

    @BeforeEach
    void makeDirectory() throws IOException {
        work = Files.createDirectory(home.resolve("work"));
    }

    @Test
    void measuresToTheEnd() throws Exception {
        Path text = Files.writeString(home.resolve("três palavras.txt"), "uma duas três\n".repeat(1_000));

        Outcome outcome = run("--rounds", "1", "--generate", "600000", "--kafka-records", "text", text.toString());

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("- Command: `deploy/bench/corpora --rounds 1 --generate 600000 --kafka-records text ")
                .containsPattern("\\| três palavras.txt \\| 15000 +\\| 1 ")
                .containsPattern("\\| generated +\\| 600000 \\| median \\|( +[\\d.]+ +\\|){4}")
                .containsPattern("\\| generated \\| 600000 \\| [\\d.]+ +\\| \\d+ +\\| yes ")
                .containsPattern("\\| broker +\\| 384m \\| [\\d.]+ +\\|")
                .containsPattern("\\| trainer +\\| 512m \\| [\\d.]+ +\\|")
                .containsPattern("\\| gateway +\\| 512m \\| [\\d.]+ +\\|");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void leavesNothingBehindWhenItIsStopped() throws Exception {
        Process benchmark = start("--rounds", "1000", "--generate", "100000");
        List<ProcessHandle> processes;
        try (BufferedReader err = benchmark.errorReader(UTF_8)) {
            String line = err.readLine();
            while (line != null && !line.startsWith("Round 2")) {
                line = err.readLine();
            }
            processes = benchmark.descendants().toList();

            benchmark.destroy();
            assertThat(benchmark.waitFor()).isNotZero();
        }

        assertThat(processes).hasSizeGreaterThanOrEqualTo(3).noneMatch(ProcessHandle::isAlive);
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void namesAFileThatIsMissingBeforeItStartsAnything() throws Exception {
        Outcome outcome = run("no-such.txt");

        assertThat(outcome).isEqualTo(new Outcome(1, "", "There is no file 'no-such.txt'.\n"));
    }

    @Test
    void saysWhichTextTheGatewayRefuses() throws Exception {
        Path text = Files.write(home.resolve("latin1.txt"), "três".getBytes(ISO_8859_1));

        Outcome outcome = run("--rounds", "1", text.toString());

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("status 400", "UTF-8");
        assertThat(work).isEmptyDirectory();
    }

    /** A finished benchmark. */
    private record Outcome(int status, String out, String err) {}

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        Process benchmark = start(arguments);
        // It says too little on standard error to fill a pipe while the other is read.
        String out = new String(benchmark.getInputStream().readAllBytes(), UTF_8);
        String err = new String(benchmark.getErrorStream().readAllBytes(), UTF_8);
        return new Outcome(benchmark.waitFor(), out, err);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of("corpora").toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("--dir", work.toString()));
        return new ProcessBuilder(command).start();
    }
}
