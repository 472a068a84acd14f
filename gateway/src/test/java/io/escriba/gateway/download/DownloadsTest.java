package io.escriba.gateway.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.escriba.gateway.TestModels;
import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.model.PublishedModel;
import io.escriba.store.DamagedArtifactException;
import io.escriba.store.NetworkFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class DownloadsTest {
    private static final PublishedModel VERSION = TestModels.published("nomes", 3, "ab");

    @Test
    void handsOutSoManyAtATime() throws IOException {
        Downloads downloads = new Downloads(version -> new ByteArrayInputStream("weights".getBytes(UTF_8)), 2);

        Download first = downloads.open(VERSION);
        try (Download second = downloads.open(VERSION)) {
            assertThat(second.readAllBytes()).asString(UTF_8).isEqualTo("weights");
            Problem refusal = refusal(downloads);
            assertThat(refusal.status()).isEqualTo(429);
            assertThat(refusal.retryAfter()).isPresent();
            assertThat(refusal.detail()).startsWith("2 files are being downloaded");

            first.close();
            first.close();
            try (Download third = downloads.open(VERSION)) {
                assertThat(third.readAllBytes()).asString(UTF_8).isEqualTo("weights");
                assertThat(refusal(downloads).status()).isEqualTo(429);
            }
        }
    }

    @Test
    void saysWhyThereIsNoFile() {
        assertRefused(new NoSuchFileException("/secret/model.onnx"), 410, "has no file of nomes@3 any more");
        assertRefused(new DamagedArtifactException("/secret/model.onnx"), 410, "is not the one that was published");
        assertRefused(new IOException("/secret/models"), 503, "cannot be read");
    }

    /** Also that a place is free again afterwards. */
    private static void assertRefused(IOException failure, int status, String words) {
        NetworkFiles failing = version -> {
            throw failure;
        };
        Downloads downloads = new Downloads(failing, 1);
        refusal(downloads);
        Problem refusal = refusal(downloads);

        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.detail()).contains(words).doesNotContain("secret");
        assertThat(refusal.retryAfter().isPresent()).isEqualTo(status == 503);
    }

    private static Problem refusal(Downloads downloads) {
        return catchThrowableOfType(ProblemException.class, () -> downloads.open(VERSION))
                .problem();
    }
}
