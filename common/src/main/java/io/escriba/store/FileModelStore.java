package io.escriba.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.escriba.model.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A model store in a directory that every service can reach. */
public final class FileModelStore implements ModelStore {
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
        Path directory = root.resolve(version.name().value()).resolve(Long.toString(version.version()));
        Files.createDirectories(directory);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Path partial = Files.createTempFile(directory, file.getKey(), ".partial");
            try {
                Files.copy(file.getValue(), partial, REPLACE_EXISTING);
                force(partial);
                Files.move(partial, directory.resolve(file.getKey()), ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        }
        return directory.toUri();
    }

    @Override
    public byte[] read(URI artifact, String file, String sha256) throws IOException {
        Path path = Path.of(artifact).resolve(file);
        byte[] content = Files.readAllBytes(path);
        String found = Sha256.of(content);
        if (!found.equals(sha256)) {
            throw new DamagedArtifactException("'" + path + "' has sha256 " + found + " but " + sha256
                    + " was announced. Train the model again, or restore the file.");
        }
        return content;
    }

    /** Makes the content survive a power failure before the name points to it. */
    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
