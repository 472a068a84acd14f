package io.escriba.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.corpus.CorpusSealed;
import io.escriba.corpus.Dataset;
import io.escriba.json.Json;
import io.escriba.name.Name;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingJobTest {
    @Test
    void aJobIsReadBackWithoutASpecToo() {
        TrainingJob job = new TrainingJob(
                TrainingJob.idFor(new Name("nomes"), 3, 41),
                new Name("nomes"),
                new Dataset("escriba.corpus", 3, 2, 42, new Name("nomes")),
                Optional.empty(),
                Instant.EPOCH);

        assertThat(job.id()).isEqualTo("nomes-3-41");
        assertThat(Json.read(Json.text(job), TrainingJob.class)).isEqualTo(job);
        assertThat(Json.text(job)).contains("\"type\":\"io.escriba.training.job.v1\"");
    }

    @Test
    void aRequestedJobIsNeverATriggeredOne() {
        assertThat(TrainingJob.requestedId(new Name("nomes"), "4f")).isEqualTo("nomes-r4f");
        assertThat(TrainingJob.requestedId(new Name("nomes-3"), "41"))
                .isNotEqualTo(TrainingJob.idFor(new Name("nomes"), 3, 41));
    }

    @Test
    void aSealedEventOfNullsIsOneOfDefaults() {
        CorpusSealed event = Json.read(
                "{\"characters\":1,\"sha256\":\"00\",\"train\":null,\"model\":null,\"spec\":null}", CorpusSealed.class);

        assertThat(event.trains()).isTrue();
        assertThat(event.model()).isEmpty();
        assertThat(event.spec()).isEmpty();
    }
}
