package io.escriba.local.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.local.CommandException;
import io.escriba.local.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    private static final ProcessIdentity SELF = ProcessIdentity.of(ProcessHandle.current());
    private static final ProcessIdentity ENDED = new ProcessIdentity(SELF.pid(), Instant.EPOCH);

    @TempDir
    private Path root;

    private RunFile file = new RunFile(new InstanceDirectory(Path.of("")));

    @BeforeEach
    void openFile() {
        file = new RunFile(new InstanceDirectory(root));
    }

    @Test
    void givesBackWhatWasWritten() {
        Run run = new Run(SELF, "127.0.0.1:9092", URI.create("http://127.0.0.1:8080/"), List.of())
                .with(new Run.Started("broker", ENDED, "127.0.0.1:9092", "/logs/broker.log"))
                .with(new Run.Started("trainer", SELF, "127.0.0.1:8082", "/logs/trainer.log"));

        file.write(run);

        assertThat(file.read()).contains(run);
        assertThat(run.running()).extracting(Run.Started::name).containsExactly("trainer");
    }

    @Test
    void forgets() {
        file.write(new Run(SELF, "127.0.0.1:9092", URI.create("http://127.0.0.1:8080/"), List.of()));

        file.delete();

        assertThat(file.read()).isEmpty();
    }

    @Test
    void saysWhatToDoWithAFileThatIsDamaged() throws IOException {
        Files.writeString(root.resolve("run.json"), "{");

        assertThatThrownBy(file::read)
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("run.json' cannot be read")
                .hasMessageContaining("delete it");
    }
}
