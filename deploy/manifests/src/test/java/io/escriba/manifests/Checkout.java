package io.escriba.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The checkout that is being built. */
public final class Checkout {
    /** Its root. */
    public static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("escriba.checkout")))
            .toAbsolutePath();

    private Checkout() {}

    /** The text of a file. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
