package io.escriba.local.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.local.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceDirectoryTest {
    @TempDir
    private Path root;

    @Test
    void keepsOneStreamKeyThatOnlyItsOwnerReads() throws IOException {
        InstanceDirectory directory = new InstanceDirectory(root);

        String key = directory.streamKey();

        assertThat(key).matches("[0-9a-f]{64}").isEqualTo(directory.streamKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("stream-key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void saysThatItCannotBeMade() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        InstanceDirectory directory = new InstanceDirectory(file.resolve("below"));

        assertThatThrownBy(directory::create)
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("cannot be made")
                .hasMessageContaining("--dir");
    }

    @Test
    void belongsToOneLauncherAtATime() {
        InstanceDirectory directory = new InstanceDirectory(root);
        InstanceLock lock = InstanceLock.take(directory);

        assertThatThrownBy(() -> InstanceLock.take(directory))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("Another launcher uses '" + root + "' now.");

        lock.close();
        InstanceLock.take(directory).close();
    }
}
