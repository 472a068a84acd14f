package io.escriba.gateway.security.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.gateway.security.caller.ApiKeys.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyRingTest {
    private static final String OLD = "old-0123456789ab";
    private static final String NEW = "new-0123456789ab";
    private static final Caller ALICE = new Caller("alice");

    @TempDir
    Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void writeKeys() throws IOException {
        file = directory.resolve("keys");
        Files.writeString(file, "# of the readers\n\n  alice:" + OLD + "  \r\n");
    }

    @Test
    void keysOfTheConfigurationAndOfTheFileAreValidTogether() {
        KeyRing ring = new KeyRing(List.of(new Entry("Key 1", "bob:bob-0123456789ab")), Optional.of(file));

        assertThat(ring.keys().names()).containsExactly("alice", "bob");
        assertThat(ring.keys().owner(OLD)).contains(ALICE);
    }

    @Test
    void aNewKeyTakesThePlaceOfAnOldOneInTwoSteps() throws IOException {
        KeyRing ring = ring();

        replace("alice:" + OLD + "\nalice:" + NEW);
        ring.refresh();
        assertThat(ring.keys().owner(OLD)).contains(ALICE);
        assertThat(ring.keys().owner(NEW)).contains(ALICE);

        replace("alice:" + NEW);
        ring.refresh();
        assertThat(ring.keys().owner(OLD)).isEmpty();
        assertThat(ring.keys().owner(NEW)).contains(ALICE);
    }

    @Test
    void aFileThatSaysNothingChangesNothing() throws IOException {
        KeyRing ring = ring();

        for (String content : List.of("", "# none yet", "alice " + NEW, "alice:" + NEW + "\nBob:" + OLD)) {
            replace(content);
            ring.refresh();
            assertThat(ring.keys().owner(OLD)).as(content).contains(ALICE);
            assertThat(ring.keys().owner(NEW)).as(content).isEmpty();
        }
        Files.delete(file);
        ring.refresh();
        assertThat(ring.keys().owner(OLD)).contains(ALICE);

        replace("alice:" + NEW);
        ring.refresh();
        assertThat(ring.keys().owner(OLD)).isEmpty();
        assertThat(ring.keys().owner(NEW)).contains(ALICE);
    }

    @Test
    void aBadFileStopsTheStart() throws IOException {
        replace("alice:" + OLD + "\n\nbob");
        assertThatThrownBy(this::ring).hasMessageContaining("Line 3 of " + file + " has no colon");

        replace("\n");
        assertThatThrownBy(this::ring).hasMessageContaining(file + " has no key");

        Files.write(file, new byte[] {(byte) 0xFF});
        assertThatThrownBy(this::ring).hasMessageContaining(file + " is not UTF-8");

        Files.delete(file);
        assertThatThrownBy(this::ring).hasMessageContaining(file + " cannot be read");
    }

    @Test
    void whateverHindersTheReadingIsLoggedOnceAndChangesNothing() throws IOException {
        Path archive = directory.resolve("keys.zip");
        KeyRing ring;
        try (FileSystem closing = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Path within = Files.writeString(closing.getPath("/keys"), "alice:" + OLD);
            ring = new KeyRing(List.of(), Optional.of(within));
        }
        List<String> said = new ArrayList<>();
        Handler ear = new Ear(said);
        Logger logger = Logger.getLogger(KeyRing.class.getName());
        logger.addHandler(ear);
        try {
            ring.refresh();
            ring.refresh();
        } finally {
            logger.removeHandler(ear);
        }

        assertThat(ring.keys().owner(OLD)).contains(ALICE);
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("The API keys stay as they were. The file of API keys /keys cannot be read: ")
                .contains("ClosedFileSystemException");
    }

    @Test
    void aFileThatIsFarTooLargeChangesNothing() throws IOException {
        KeyRing ring = ring();
        try (RandomAccessFile hollow = new RandomAccessFile(file.toFile(), "rw")) {
            hollow.setLength(3L << 30);
        }

        ring.refresh();
        assertThat(ring.keys().owner(OLD)).contains(ALICE);
        assertThatThrownBy(this::ring).hasMessageContaining(file + " is larger than memory allows");

        replace("alice:" + NEW);
        ring.refresh();
        assertThat(ring.keys().owner(NEW)).contains(ALICE);
    }

    private KeyRing ring() {
        return new KeyRing(List.of(), Optional.of(file));
    }

    /** As Kubernetes does with a mounted secret: in one step. */
    private void replace(String content) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), content);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Keeps what is logged. */
    private static final class Ear extends Handler {
        private final List<String> said;

        Ear(List<String> said) {
            this.said = said;
        }

        @Override
        public void publish(LogRecord line) {
            said.add(new PatternFormatter("%s").format(ExtLogRecord.wrap(line)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
