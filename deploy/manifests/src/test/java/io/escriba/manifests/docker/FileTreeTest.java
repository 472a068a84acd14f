package io.escriba.manifests.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
    @TempDir
    private Path root;

    @Test
    void tellsWhatWasMadeWrittenToAndDeleted() throws IOException {
        Path kept = old("kept");
        Path overwritten = old("overwritten");
        Path deleted = old("deleted");
        FileTree before = FileTree.of(root);

        Path made = Files.createDirectory(root.resolve("made"));
        Path within = Files.writeString(made.resolve("within"), "new");
        Files.writeString(overwritten, "new");
        Files.delete(deleted);

        assertThat(FileTree.of(root).changedSince(before))
                .containsExactlyInAnyOrder(made, within, overwritten, deleted)
                .doesNotContain(kept);
    }

    @Test
    void tellsOfAFileThatAnotherOneReplaced() throws IOException {
        Path file = old("file");
        FileTree before = FileTree.of(root);

        Files.move(old("other"), file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(FileTree.of(root).changedSince(before)).containsExactly(file);
    }

    @Test
    void isAsItWasWhereNothingWasWritten() throws IOException {
        old("file");

        assertThat(FileTree.of(root).changedSince(FileTree.of(root))).isEmpty();
    }

    /** Of the same size and time as others of its kind. */
    private Path old(String name) throws IOException {
        Path file = Files.writeString(root.resolve(name), "old");
        return Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    }
}
