package io.escriba.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A model store in a directory that every service can reach. */
public final class FileModelStore implements ModelStore, ModelReader, NetworkFiles {
    private static final System.Logger LOG = System.getLogger(FileModelStore.class.getName());

    private final Path root;

    /**
     * A store in this directory.
     *
     * @param root made when the first version is stored
     */
    public FileModelStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public URI put(ModelVersion version, Map<String, Path> files) throws IOException {
        Path directory = directory(version);
        Files.createDirectories(directory);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Path target = directory.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            removeWhatWasLeft(target);
            Path partial = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".partial");
            try {
                Files.copy(file.getValue(), partial, REPLACE_EXISTING);
                force(partial);
                Files.move(partial, target, ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        }
        return directory.toUri();
    }

    /** A process that was killed while it wrote the same file could not clean up; one that still writes it fails. */
    private static void removeWhatWasLeft(Path target) throws IOException {
        try (DirectoryStream<Path> partials =
                Files.newDirectoryStream(target.getParent(), target.getFileName() + ".*.partial")) {
            for (Path partial : partials) {
                Files.deleteIfExists(partial);
            }
        }
    }

    private Path directory(ModelVersion version) {
        return root.resolve(version.name().value()).resolve(Long.toString(version.version()));
    }

    @Override
    public byte[] read(PublishedModel version) throws IOException {
        Path path = Path.of(version.artifact()).resolve(ONNX);
        checkSize(Files.size(path), path, version);
        byte[] content = Files.readAllBytes(path);
        compare(Sha256.of(content), version.sha256(), path);
        return content;
    }

    @Override
    public InputStream open(PublishedModel version) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException("There is no directory '" + root + "'.");
        }
        if (!"file".equals(version.artifact().getScheme())) {
            throw new IOException("'" + version.artifact() + "' is in no store of files.");
        }
        Path path = Path.of(version.artifact()).resolve(ONNX);
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            check(file, path, version);
            // The same file that was compared: another may have been put in its place.
            return Channels.newInputStream(file.position(0));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static void check(FileChannel file, Path path, PublishedModel version) throws IOException {
        checkSize(file.size(), path, version);
        compare(Sha256.of(file), version.sha256(), path);
    }

    private static void checkSize(long size, Path path, PublishedModel version) throws DamagedArtifactException {
        if (size != version.size()) {
            throw new DamagedArtifactException("'" + path + "' has " + size + " bytes but " + version.size()
                    + " were announced. Train the model again, or restore the file.");
        }
    }

    private static void compare(String found, String announced, Path path) throws DamagedArtifactException {
        if (!found.equals(announced)) {
            throw new DamagedArtifactException("'" + path + "' has sha256 " + found + " but " + announced
                    + " was announced. Train the model again, or restore the file.");
        }
    }

    @Override
    public boolean fetch(ModelVersion version, String file, Path to) throws IOException {
        try {
            Files.copy(directory(version).resolve(file), to, REPLACE_EXISTING);
            return true;
        } catch (NoSuchFileException e) {
            // The missing one may also be the directory to copy to.
            if (Files.exists(directory(version).resolve(file))) {
                throw e;
            }
            return false;
        }
    }

    /** Directories that have become empty go too. */
    @Override
    public void delete(ModelVersion version, String file) throws IOException {
        try {
            for (Path path = directory(version).resolve(file);
                    path != null && !path.equals(root);
                    path = path.getParent()) {
                Files.deleteIfExists(path);
            }
        } catch (DirectoryNotEmptyException e) {
            LOG.log(Level.TRACE, "Something else of the version is there.", e);
        }
    }

    /** Makes the directory where it is absent. */
    @Override
    public void checkWritable() throws StoreAwayException {
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new StoreAwayException(
                    "The directory '" + root + "' cannot be made (" + e + "). Make it, or correct escriba.store.", e);
        }
        if (!Files.isWritable(root)) {
            throw new StoreAwayException(
                    "In '" + root + "' nothing can be written. Let the user of this process write there,"
                            + " or correct escriba.store.");
        }
    }

    @Override
    public void checkReadable() throws StoreAwayException {
        if (!Files.isDirectory(root)) {
            throw new StoreAwayException("There is no directory '" + root
                    + "'. Mount it, start a trainer with the same store, which makes it, or correct escriba.store.");
        }
        if (!Files.isReadable(root)) {
            throw new StoreAwayException(
                    "'" + root + "' cannot be read. Let the user of this process read it, or correct escriba.store.");
        }
    }

    /** Makes the content survive a power failure before the name points to it. */
    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
