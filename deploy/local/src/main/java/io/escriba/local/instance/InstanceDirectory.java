package io.escriba.local.instance;

import io.escriba.local.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The directory that holds all state of one instance.
 *
 * @param root absolute
 */
public record InstanceDirectory(Path root) {
    private static final int KEY_BYTES = 32;

    public InstanceDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** The broker's log. */
    public Path kafka() {
        return root.resolve("kafka");
    }

    /** The model store. */
    public Path models() {
        return root.resolve("models");
    }

    /** The trainer's state, which may be lost. */
    public Path trainer() {
        return root.resolve("trainer");
    }

    /** Native libraries that were unpacked, which may be lost. */
    public Path cache() {
        return root.resolve("cache");
    }

    /** What the process of this name writes. */
    public Path log(String process) {
        return root.resolve("logs").resolve(process + ".log");
    }

    /** The processes that run; see {@link RunFile}. */
    Path runFile() {
        return root.resolve("run.json");
    }

    /** See {@link InstanceLock}. */
    Path lockFile() {
        return root.resolve("lock");
    }

    /**
     * The secret that authenticates stream links, the same after every restart. Made when it is absent; only its owner can
     * read it.
     *
     * @throws CommandException when it can be neither read nor written
     */
    public String streamKey() {
        Path file = root.resolve("stream-key");
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[KEY_BYTES];
                new SecureRandom().nextBytes(key);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, HexFormat.of().formatHex(key));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandException("The key of stream links '" + file + "' cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Makes the directory if it is absent, and in it that of the models, for which every service looks at its start.
     *
     * @throws CommandException when it cannot be made
     */
    public void create() {
        try {
            Files.createDirectories(models());
        } catch (IOException e) {
            throw new CommandException(
                    "The directory '" + root + "' cannot be made (" + e.getMessage() + "). Choose another with --dir.",
                    e);
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
