package io.escriba.bench.corpora;

import io.escriba.bench.text.GeneratedText;
import io.escriba.local.CommandException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text in a file, to be uploaded.
 *
 * @param name by which the report knows it
 * @param bytes its length, more than 0
 */
record SourceText(String name, Path file, long bytes) {
    private static final long SEED = 1;
    private static final int BUFFER = 256 * 1024;

    /**
     * The text of a file, as it is.
     *
     * @throws CommandException when there is no such file, or nothing in it
     */
    static SourceText of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CommandException("There is no file '" + file + "'.");
        }
        long bytes = size(file);
        if (bytes == 0) {
            throw new CommandException("'" + file + "' is empty. There is nothing to measure in it.");
        }
        return new SourceText(file.getFileName().toString(), file, bytes);
    }

    /**
     * Generates a text.
     *
     * @param file that it is written to
     * @param bytes its length
     * @throws CommandException when it cannot be written
     */
    static SourceText generate(Path file, long bytes) {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            new GeneratedText(SEED, bytes).writeTo(out);
        } catch (IOException e) {
            throw new CommandException("The text '" + file + "' cannot be generated: " + e.getMessage(), e);
        }
        return new SourceText("generated", file, bytes);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new CommandException("'" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }
}
