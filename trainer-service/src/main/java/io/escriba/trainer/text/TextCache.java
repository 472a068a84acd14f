package io.escriba.trainer.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Encoded texts in a directory, which may be thrown away at any time. A file that is damaged, or is not the text that
 * it is taken for, is built again. Used by one thread and one process.
 */
public final class TextCache {
    private static final Logger LOG = Logger.getLogger(TextCache.class);
    private static final String SUFFIX = ".text";

    private final Path directory;
    private final long maxBytes;
    private final InstantSource clock;

    /**
     * The texts in this directory, which need not exist.
     *
     * @param maxBytes when there are more, those used longest ago are deleted; the newest stays, however long it is
     */
    public TextCache(Path directory, long maxBytes, InstantSource clock) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** Where a text comes from that is not in the cache. */
    public interface Source {
        /** Writes the whole text. */
        void write(Sink sink) throws IOException;
    }

    /** Takes a text. */
    public interface Sink {
        /**
         * The next piece.
         *
         * @param utf8 whole code points
         */
        void append(byte[] utf8);

        /** What was appended so far does not belong to the text. */
        void restart();
    }

    /**
     * A text, from its file where that is valid, otherwise from its source.
     *
     * @param name of the file
     * @param identity of the text: texts with the same identity are the same
     * @throws IOException when it cannot be read or written
     */
    public EncodedText get(String name, String identity, Source source) throws IOException {
        Path file = directory.resolve(name + SUFFIX);
        Optional<EncodedTextFile> cached = open(file, identity);
        if (cached.isEmpty()) {
            build(file, identity, source);
        }
        try {
            EncodedText text = cached.isPresent() ? cached.get() : EncodedTextFile.open(file, identity);
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            deleteLeastRecentlyUsed(file);
            return text;
        } catch (UnusableTextException e) {
            throw new IOException("The new file " + file + " " + e.getMessage() + ". Check the disk.", e);
        }
    }

    private static Optional<EncodedTextFile> open(Path file, String identity) throws IOException {
        try {
            return Optional.of(EncodedTextFile.open(file, identity));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (UnusableTextException e) {
            LOG.warnf("%s %s. It is built again from the log.", file, e.getMessage());
            Files.delete(file);
            return Optional.empty();
        }
    }

    private void build(Path file, String identity, Source source) throws IOException {
        Files.createDirectories(directory);
        try (EncodedTextWriter writer = new EncodedTextWriter(file)) {
            source.write(new Sink() {
                @Override
                public void append(byte[] utf8) {
                    writer.append(utf8);
                }

                @Override
                public void restart() {
                    try {
                        writer.restart();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            writer.commit(identity);
        } catch (UncheckedIOException e) {
            throw new IOException(file + " cannot be written: " + e.getMessage() + ". Is the disk full?", e);
        }
    }

    private void deleteLeastRecentlyUsed(Path newest) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(TextCache::lastUsed).reversed())
                    .toList();
        }
        long bytes = Files.size(newest);
        for (Path file : files) {
            if (!file.equals(newest)) {
                bytes += Files.size(file);
                if (bytes > maxBytes) {
                    Files.delete(file);
                }
            }
        }
    }

    private static FileTime lastUsed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
