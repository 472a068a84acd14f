package io.escriba.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code up} does not start with. */
class RefusalsIT {
    @TempDir
    private Path directory;

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused(
                    Command.local("up", "--dir", directory.resolve("state"), "--port", taken.getLocalPort()),
                    Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void aMissingCorpusFile() {
        assertRefused(up("--corpus", directory.resolve("nowhere.txt")), "nowhere.txt");
    }

    @Test
    void anEmptyCorpusFile() throws IOException {
        assertRefused(up("--corpus", Files.createFile(directory.resolve("vazio.txt"))), "vazio.txt");
    }

    @Test
    void aCorpusFileThatIsNotUtf8() throws IOException {
        Path file = Files.write(directory.resolve("latin.txt"), new byte[] {'S', (byte) 0xE3, 'o'});

        assertRefused(up("--corpus", file), "byte 1");
    }

    private Command up(Object... options) {
        Object[] all = new Object[options.length + 4];
        all[0] = "--dir";
        all[1] = directory.resolve("state");
        all[2] = "--port";
        all[3] = Escriba.freePort();
        System.arraycopy(options, 0, all, 4, options.length);
        return Command.local("up", all);
    }

    private void assertRefused(Command up, String word) {
        assertThat(up.status()).as(up.out() + up.err()).isEqualTo(1);
        assertThat(up.err().strip().lines()).hasSize(1);
        assertThat(up.err()).contains(word);
        assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
                .noneMatch(command -> command.contains(directory.toString()));
    }
}
