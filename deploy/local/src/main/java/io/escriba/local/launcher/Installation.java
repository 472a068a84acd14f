package io.escriba.local.launcher;

import io.escriba.local.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A checkout with what was built in it.
 *
 * @param root of the checkout
 */
public record Installation(Path root) {
    /** Names the root of the checkout to the launcher. */
    static final String PROPERTY = "escriba.installation";

    /** The checkout whose scripts started this launcher; the working directory when none did. */
    public static Installation current() {
        return new Installation(
                Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath().normalize());
    }

    /** The Quarkus application of a service. */
    public Path application(String module) {
        return root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /**
     * Checks that everything is there that will be started.
     *
     * @throws CommandException when something is not
     */
    public void requireBuilt(List<String> modules) {
        List<Path> missing = modules.stream()
                .map(this::application)
                .filter(jar -> !Files.exists(jar))
                .toList();
        if (!missing.isEmpty()) {
            throw new CommandException("Not built: " + missing + ". Start with deploy/local/up, which builds it.");
        }
    }
}
