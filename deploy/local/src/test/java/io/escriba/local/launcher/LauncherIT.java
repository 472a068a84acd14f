package io.escriba.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.local.broker.EmbeddedBroker;
import io.escriba.local.launcher.Sandbox.Outcome;
import io.escriba.local.launcher.Sandbox.Running;
import io.escriba.local.launcher.Sandbox.Shown;
import io.escriba.local.process.Termination;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as people use them: the launcher, the broker and the (fake) services are processes of their own. */
class LauncherIT {
    private static final Map<String, String> AS_IT_IS = Map.of();
    private static final String ANY_PORT = "--port=0";
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    @TempDir
    private static Path log;

    /** For the tests that are not about the broker that the launcher starts itself. */
    private static EmbeddedBroker broker;

    private final Path root;
    private final Sandbox sandbox;

    LauncherIT(@TempDir Path root) throws IOException {
        this.root = root;
        this.sandbox = Sandbox.in(root);
    }

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(log);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void leaveNothingRunning() {
        sandbox.run("down");
    }

    @Test
    void tellsWhatHappensUntilCtrlCStopsEverything() throws Exception {
        try (Running up = sandbox.start(AS_IT_IS, "up", ANY_PORT, "--inference=2")) {
            assertThat(up.await("Published")).endsWith("characters as corpus 'nomes'.");
            assertThat(up.await("The page:")).startsWith("The page: http://127.0.0.1:");
            assertThat(up.await("Model 'nomes':  50 %")).contains("writes: João");
            assertThat(up.await("Model 'nomes': version 7")).contains("1.500 nats per character");
            assertThat(up.await("Model 'nomes' writes.")).contains("curl -N http://127.0.0.1:");
            List<Shown> processes = sandbox.processes();
            assertThat(processes)
                    .extracting(Shown::name)
                    .containsExactly("broker", "trainer", "inference-1", "inference-2", "gateway");
            assertThat(sandbox.publications())
                    .containsExactly("/api/corpora/nomes?spec=%7B%22documents%22%3A%22lines%22%7D");

            up.signal("INT");

            assertThat(up.rest()).contains("Stopping everything.");
            assertThat(up.process().waitFor()).isEqualTo(130);
            assertThat(up.err()).isEmpty();
            assertNoneIsLeft(processes);
            assertThat(sandbox.run("status").out()).startsWith("Nothing runs in");
        }
    }

    @Test
    void runsOnAloneAndServesTheSameTextAgain() throws Exception {
        Outcome first = sandbox.launch(AS_IT_IS, "up", ANY_PORT, "--detach");
        List<Shown> processes = sandbox.processes();
        Outcome twice = sandbox.run("up", ANY_PORT, "--detach");
        Outcome down = sandbox.run("down");
        Outcome second = sandbox.launch(AS_IT_IS, "up", ANY_PORT, "--detach");

        assertThat(first.status()).as(first.err()).isZero();
        assertThat(twice.status()).isEqualTo(1);
        assertThat(twice.err()).startsWith("Escriba already runs in").hasLineCount(1);
        assertThat(down.out()).isEqualTo("Stopped gateway, inference, trainer, broker.\n");
        assertNoneIsLeft(processes);
        assertThat(second.out()).contains("Corpus 'nomes' is there already.");
        assertThat(sandbox.publications()).hasSize(1);
        assertThat(sandbox.run("status").out())
                .contains("corpus nomes")
                .contains("model nomes@7  held-out loss 1.500 nats per character");
    }

    @Test
    void reportsAProcessThatDies() throws Exception {
        try (Running up = sandbox.start(AS_IT_IS, "up", ANY_PORT, kafka())) {
            up.await("The page:");
            List<Shown> processes = sandbox.processes();
            Shown inference = processes.stream()
                    .filter(process -> process.name().equals("inference"))
                    .findFirst()
                    .orElseThrow();

            inference.process().destroyForcibly();

            assertThat(up.process().waitFor()).isEqualTo(1);
            assertThat(up.err())
                    .startsWith("The inference (process " + inference.process().pid() + ") was ended by signal 9.")
                    .contains("This is the inference, with ç.");
            assertNoneIsLeft(processes);
        }
    }

    @Test
    void reportsAProcessThatCannotStart() throws Exception {
        Outcome up = sandbox.launch(Map.of(FakeService.BROKEN, "trainer"), "up", ANY_PORT, kafka());

        assertThat(up.status()).isEqualTo(1);
        assertThat(up.err()).contains("ended with exit status 3.").contains("It is broken.");
        assertThat(sandbox.run("status").out()).startsWith("Nothing runs in");
    }

    @Test
    void findsWhatAKilledLauncherLeft() throws Exception {
        try (Running up = sandbox.start(AS_IT_IS, "up", ANY_PORT, kafka())) {
            up.await("The page:");
            List<Shown> processes = sandbox.processes();

            up.signal("KILL");
            up.process().waitFor();

            assertThat(sandbox.run("down").out()).startsWith("Stopped gateway");
            assertNoneIsLeft(processes);
        }
    }

    @Test
    void stopsALauncherFromElsewhere() throws Exception {
        try (Running up = sandbox.start(AS_IT_IS, "up", ANY_PORT, kafka())) {
            up.await("The page:");

            Outcome down = sandbox.run("down");

            assertThat(down.out()).startsWith("Stopped gateway");
            assertThat(up.process().waitFor()).isEqualTo(143);
            assertThat(up.err()).isEmpty();
        }
    }

    @Test
    void publishesToARunningInstanceOnAnotherBroker() throws Exception {
        Path mine = sandbox.file("Mine.txt", "Era uma vez");
        Outcome up = sandbox.launch(AS_IT_IS, "up", ANY_PORT, kafka(), "--detach", "--corpus=" + mine);
        assertThat(up.status()).as(up.err()).isZero();
        assertThat(sandbox.processes()).extracting(Shown::name).containsExactly("trainer", "inference", "gateway");

        Outcome named = sandbox.run("publish", mine.toString(), "--name", "other");
        Outcome tooShort = sandbox.run("publish", sandbox.file("short.txt", "a").toString());
        Outcome cancelled =
                sandbox.run("publish", sandbox.file("unwanted.txt", "a").toString());
        Outcome refused =
                sandbox.run("publish", sandbox.file("x.txt", "forbidden").toString());

        assertThat(named.status()).as(named.err()).isZero();
        assertThat(named.out()).contains("Published 11 characters as corpus 'other'.");
        assertThat(tooShort.status()).isEqualTo(1);
        assertThat(tooShort.err()).isEqualTo("Model 'short' cannot be trained: It needs 40 characters.\n");
        assertThat(cancelled.status()).isEqualTo(1);
        assertThat(cancelled.err()).isEqualTo("The training of model 'unwanted' was cancelled before it started.\n");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).isEqualTo("This text is forbidden.\n");
        assertThat(sandbox.publications())
                .containsExactly(
                        "/api/corpora/mine", "/api/corpora/other", "/api/corpora/short", "/api/corpora/unwanted");
    }

    @Test
    void stopsEverythingWhenAFirstTextIsRefused() throws Exception {
        Path text = sandbox.file("x.txt", "forbidden");

        Outcome up = sandbox.launch(AS_IT_IS, "up", ANY_PORT, kafka(), "--detach", "--corpus=" + text);

        assertThat(up.status()).isEqualTo(1);
        assertThat(up.err()).isEqualTo("This text is forbidden.\n");
        assertThat(sandbox.run("status").out()).startsWith("Nothing runs in");
    }

    @Test
    void refusesWhatCannotWorkBeforeItStartsAnything() throws Exception {
        Path latin = Files.write(root.resolve("latin.txt"), "João".getBytes(StandardCharsets.ISO_8859_1));
        Path text = sandbox.file("a.txt", "text");
        Files.createDirectories(root.resolve("b"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertRefused("Port " + port + " is in use.", "up", "--port", port);
            assertRefused("No Kafka broker answers at '127.0.0.1:" + port, "up", ANY_PORT, "--kafka=127.0.0.1:" + port);
        }
        assertRefused("There is no file 'absent.txt'.", "up", "--corpus=absent.txt");
        assertRefused(
                "is empty.", "up", "--corpus", sandbox.file("empty.txt", "").toString());
        assertRefused("is not UTF-8: byte 2,", "up", "--corpus", latin.toString());
        assertRefused(
                "No corpus name can be made of",
                "up",
                "--corpus",
                sandbox.file("--.txt", "text").toString());
        assertRefused(
                "Two of the files would be corpus 'a'.",
                "up",
                "--corpus",
                text.toString(),
                "--corpus",
                sandbox.file("b/A.md", "text").toString());
        assertRefused("--inference is 0.", "up", "--inference", "0");
        assertRefused("Nothing runs in", "publish", text.toString());
        assertThat(sandbox.directory().resolve("logs")).doesNotExist();
    }

    @Test
    void saysThatThereIsNothingToStop() throws Exception {
        Outcome down = sandbox.run("down");

        assertThat(down.status()).isZero();
        assertThat(down.out()).isEqualTo("Nothing runs in " + sandbox.directory() + ".\n");
    }

    private static String kafka() {
        return "--kafka=" + broker.bootstrapServers();
    }

    private void assertRefused(String reason, String... command) {
        Outcome outcome = sandbox.run(command);

        assertThat(outcome.status()).as(reason).isEqualTo(1);
        assertThat(outcome.err()).contains(reason).hasLineCount(1);
        assertThat(outcome.out()).isEmpty();
    }

    private static void assertNoneIsLeft(List<Shown> processes) {
        assertThat(processes).allMatch(shown -> Termination.awaitEnd(shown.process(), AT_ONCE));
    }
}
