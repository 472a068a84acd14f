package io.escriba.manifests.docker;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lays out the files of an image in a directory. */
final class Layout {
    private Layout() {}

    /**
     * Copies what the image copies.
     *
     * @param root stands for the root of the image
     */
    static void make(Image image, Path root) throws IOException {
        for (Image.Copy copy : image.copies()) {
            Path target = inside(root, image.directory()).resolve(relative(root, copy.target()));
            Path source = directoryOf(copy);
            for (Path file : files(copy)) {
                // A directory is copied without its name, as Docker does; a file into what ends in a slash, or is
                // called like it.
                Path to = copy.target().endsWith("/") ? target.resolve(source.relativize(file)) : target;
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** The files that are copied, at least one. */
    static List<Path> files(Image.Copy copy) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path source : sources(copy)) {
            try (Stream<Path> files = Files.walk(source)) {
                files.filter(Files::isRegularFile).forEach(found::add);
            }
        }
        if (found.isEmpty()) {
            throw new IOException("There is no '" + copy.source() + "', which Docker would refuse to copy.");
        }
        return found;
    }

    /** Where something of the image is. */
    static Path inside(Path root, String absolute) {
        return root.resolve(absolute.substring(1));
    }

    private static String relative(Path root, String target) {
        return target.startsWith("/") ? inside(root, target).toString() : target;
    }

    private static Path directoryOf(Image.Copy copy) {
        return Files.isDirectory(copy.source()) ? copy.source() : copy.source().resolveSibling("");
    }

    private static List<Path> sources(Image.Copy copy) throws IOException {
        if (Files.exists(copy.source())) {
            return List.of(copy.source());
        }
        // Docker writes "not these characters" as Go does.
        PathMatcher pattern = FileSystems.getDefault()
                .getPathMatcher("glob:" + copy.source().getFileName().toString().replace("[^", "[!"));
        try (Stream<Path> siblings = Files.list(copy.source().resolveSibling(""))) {
            return siblings.filter(file -> pattern.matches(file.getFileName())).toList();
        }
    }
}
