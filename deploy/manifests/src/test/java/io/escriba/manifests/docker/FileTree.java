package io.escriba.manifests.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is in a directory, and in those within it, at one moment.
 *
 * @param files everything, with what changes when it is written to; a directory changes by what is in it
 */
record FileTree(Map<Path, String> files) {
    FileTree {
        files = Map.copyOf(files);
    }

    /** As it is now. */
    static FileTree of(Path root) throws IOException {
        Map<Path, String> files = new HashMap<>();
        try (Stream<Path> found = Files.walk(root)) {
            for (Path file : (Iterable<Path>) found::iterator) {
                files.put(
                        file, state(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
            }
        }
        return new FileTree(files);
    }

    /** What was made, written to or deleted since. */
    Set<Path> changedSince(FileTree earlier) {
        Set<Path> changed = new TreeSet<>(earlier.files.keySet());
        changed.addAll(files.keySet());
        changed.removeIf(file -> Objects.equals(files.get(file), earlier.files.get(file)));
        return changed;
    }

    private static String state(BasicFileAttributes attributes) {
        return attributes.isDirectory()
                ? "directory"
                : attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
    }
}
