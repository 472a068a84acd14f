package io.escriba.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A command of the checkout, run to its end. */
record Command(int status, String out, String err) {
    private static final Path CHECKOUT =
            Path.of(Objects.requireNonNull(System.getProperty("escriba.checkout"), "Run the tests with Maven."));

    /** Runs a script of {@code deploy/local}. */
    static Command local(String script, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(CHECKOUT.resolve("deploy/local").resolve(script).toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return run("", command);
    }

    /** Runs a program with this standard input. */
    static Command run(String input, List<String> command) {
        try {
            Path in = Files.createTempFile("escriba-e2e", ".in");
            Path out = Files.createTempFile("escriba-e2e", ".out");
            Path err = Files.createTempFile("escriba-e2e", ".err");
            Files.writeString(in, input);
            // Files and not pipes: processes that a script leaves running keep pipes open.
            Process process = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroy();
                throw new AssertionError(
                        command + " did not end within five minutes: " + Files.readString(out) + Files.readString(err));
            }
            Command ended =
                    new Command(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
            for (Path file : List.of(in, out, err)) {
                Files.delete(file);
            }
            return ended;
        } catch (IOException e) {
            throw new AssertionError(command + " cannot be run.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted.", e);
        }
    }
}
