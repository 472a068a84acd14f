package io.escriba.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** A checkout whose services are {@link FakeService}s, a directory for an instance, and the launcher to try on both. */
final class Sandbox {
    private final Path root;

    private Sandbox(Path root) {
        this.root = root;
    }

    /** A sandbox in an empty directory. */
    static Sandbox in(Path root) throws IOException {
        for (String module : Services.modules()) {
            writeApplication(new Installation(root).application(module));
        }
        Files.createDirectories(root.resolve("texts"));
        return new Sandbox(root);
    }

    /** A finished command. */
    record Outcome(int status, String out, String err) {}

    /** Runs a command that starts nothing, in this process. */
    Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Launcher.commandLine(
                        new Console(new PrintWriter(out, true), new PrintWriter(err, true)), new Installation(root))
                .execute(inItsDirectory(arguments).toArray(String[]::new));
        return new Outcome(status, out.toString(), err.toString());
    }

    /** Runs a launcher of its own to its end. */
    Outcome launch(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        try (Running running = start(environment, arguments)) {
            String out = running.rest();
            return new Outcome(running.process().waitFor(), out, running.err());
        }
    }

    /** Starts a launcher of its own. */
    Running start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-D" + Installation.PROPERTY + "=" + root,
                "-cp",
                System.getProperty("java.class.path"),
                Launcher.class.getName()));
        command.addAll(inItsDirectory(arguments));
        Path err = Files.createTempFile(root, "launcher", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().put(FakeService.STATE, root.resolve("texts").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new Running(process, process.inputReader(StandardCharsets.UTF_8), err);
    }

    /** The directory of the instance. */
    Path directory() {
        return root.resolve("state");
    }

    /** The paths and queries of the texts that the gateway was sent. */
    List<String> publications() throws IOException {
        Path log = root.resolve("requests.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** A file with this text. */
    Path file(String name, String text) throws IOException {
        return Files.writeString(root.resolve(name), text);
    }

    /** Processes as {@code status} shows them. */
    record Shown(String name, ProcessHandle process, String address) {}

    /** Asks {@code status} for the processes, which must all run. */
    List<Shown> processes() {
        Outcome status = run("status");
        assertThat(status.status()).as(status.err()).isZero();
        return status.out()
                .lines()
                .filter(line -> line.endsWith("running"))
                .map(line -> line.split("\\s+"))
                .map(word -> new Shown(
                        word[0], ProcessHandle.of(Long.parseLong(word[1])).orElseThrow(), word[2]))
                .toList();
    }

    /** A command that runs. */
    record Running(Process process, BufferedReader out, Path errors) implements AutoCloseable {
        /** Reads what it prints up to a line that begins so, and returns that line. */
        String await(String beginning) throws IOException {
            StringBuilder before = new StringBuilder();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(beginning)) {
                    return line;
                }
                before.append(line).append('\n');
            }
            throw new AssertionError("'" + beginning + "' was never printed, but:\n" + before + err());
        }

        /** What it still prints until it ends. */
        String rest() {
            return out.lines().collect(Collectors.joining("\n"));
        }

        String err() throws IOException {
            return Files.readString(errors);
        }

        /** Sends a signal as a terminal or {@code kill} would. */
        void signal(String name) throws IOException, InterruptedException {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            out.close();
        }
    }

    private List<String> inItsDirectory(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--dir", directory().toString()));
        return all;
    }

    private static void writeApplication(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream application = new JarOutputStream(out, manifest)) {
            application.finish();
        }
    }
}
