package io.escriba.local.instance;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.local.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps the {@link Run} of a directory in its file {@code run.json}. */
public final class RunFile {
    private final Path file;

    /** The file of this directory. */
    public RunFile(InstanceDirectory directory) {
        this.file = directory.runFile();
    }

    /**
     * What was started last and not yet stopped.
     *
     * @throws CommandException when the file cannot be read
     */
    public Optional<Run> read() {
        try {
            return Files.exists(file) ? Optional.of(Json.read(Files.readAllBytes(file), Run.class)) : Optional.empty();
        } catch (IOException | MalformedJsonException e) {
            throw new CommandException(
                    "'" + file + "' cannot be read (" + e.getMessage() + "). Stop what runs by hand and delete it.", e);
        }
    }

    /** Replaces the file in one step, so that it is whole whenever it is read. */
    public void write(Run run) {
        try {
            Path partial = file.resolveSibling(file.getFileName() + ".partial");
            Files.write(partial, Json.bytes(run));
            Files.move(partial, file, ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandException("'" + file + "' cannot be written: " + e.getMessage(), e);
        }
    }

    /** Forgets the run. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CommandException("'" + file + "' cannot be deleted: " + e.getMessage(), e);
        }
    }
}
