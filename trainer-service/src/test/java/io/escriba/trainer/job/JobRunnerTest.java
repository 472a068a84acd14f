package io.escriba.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Dataset;
import io.escriba.json.Json;
import io.escriba.model.Manifest;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.store.FileModelStore;
import io.escriba.store.ModelStore;
import io.escriba.trainer.Specs;
import io.escriba.trainer.text.Texts;
import io.escriba.trainer.training.TrainingStoppedException;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunnerTest {
    private static final Dataset DATASET = new Dataset("escriba.corpus", 3, 10, 20, new Name("batatinha"));
    private static final String TEXT = "Batatinha quando nasce se esparrama pelo chão. ".repeat(10);
    private static final String TINY =
            "'hiddenSize':16,'layers':1,'sequenceLength':16,'batchSize':4,'steps':5,'sampleLength':10";

    private final List<TrainingEvent> events = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void aJobLeavesACompleteArtifactAndAnAnnouncement() throws IOException {
        JobOutcome outcome = run(TEXT, "{" + TINY + "}");

        PublishedModel published = outcome.published().orElseThrow();
        Path artifact = Path.of(published.artifact());
        Manifest manifest = Json.read(Files.readString(artifact.resolve(ModelStore.MANIFEST)), Manifest.class);
        byte[] onnx = new FileModelStore(directory.resolve("models"))
                .read(published.artifact(), ModelStore.ONNX, published.sha256());
        assertThat(artifact).isEqualTo(directory.resolve("models/batatinha/8"));
        assertThat(onnx).hasSize(Math.toIntExact(published.size()));
        assertThat(manifest).isEqualTo(published.manifest());
        assertThat(manifest.dataset()).isEqualTo(DATASET);
        assertThat(manifest.vocabulary().characters()).contains("ã");
        assertThat(manifest.metrics().validationLoss()).isPositive();
        assertThat(manifest.device()).isIn("cpu", "gpu(0)");
        assertThat(outcome.last()).isInstanceOf(TrainingEvent.Completed.class);
        assertThat(outcome.records()).hasSize(2);
    }

    @Test
    void textIsLearnedInNfc() {
        JobOutcome outcome = run(TEXT.replace("ã", "a\u0303"), "{" + TINY + "}");

        assertThat(outcome.published().orElseThrow().manifest().vocabulary().characters())
                .contains("ã")
                .doesNotContain("\u0303");
    }

    @Test
    void whatHappensIsToldInOrder() {
        run(TEXT, "{" + TINY + "}");

        assertThat(events.get(0)).isInstanceOfSatisfying(TrainingEvent.Started.class, started -> {
            assertThat(started.version()).isEqualTo(8);
            assertThat(started.spec().network().hiddenSize()).isEqualTo(16);
            assertThat(started.parameters()).isPositive();
        });
        assertThat(events).anyMatch(event -> event instanceof TrainingEvent.Step);
        assertThat(events).anyMatch(event -> event instanceof TrainingEvent.Sample);
    }

    @Test
    void aSpecThatCannotBeUsedEndsTheJobWithEveryReason() {
        assertThat(reason(run(TEXT, "{'hidenSize':16,'layers':0}"))).contains("Unknown: hidenSize.");
        assertThat(reason(run(TEXT, "{'layers':0,'dropout':1.5}")))
                .contains("layers is 0; use 1 to 8.")
                .contains("dropout is 1.5");
        assertThat(reason(run(TEXT, "{'architecture':'transformer'}"))).contains("architecture");
    }

    @Test
    void aCorpusThatIsTooShortEndsTheJobWithTheLengthItNeeds() {
        assertThat(reason(run("", "{" + TINY + "}"))).contains("has 0 characters, but at least 19 are needed");
        assertThat(reason(run("oi", "{}"))).contains("has 2 characters, but at least 72 are needed");
    }

    @Test
    void aStoreThatCannotBeWrittenEndsTheJob() throws IOException {
        Files.writeString(directory.resolve("models"), "a file where the directory should be");

        assertThat(reason(run(TEXT, "{" + TINY + "}"))).contains("models");
    }

    @Test
    void aStoppedJobAndABrokerThatIsAwayAreNoFailures() {
        assertThatThrownBy(() -> run(dataset -> Texts.of(TEXT), "{" + TINY + "}", true))
                .isInstanceOf(TrainingStoppedException.class);
        assertThatThrownBy(() -> run(
                        dataset -> {
                            throw new TimeoutException("away");
                        },
                        "{}",
                        false))
                .isInstanceOf(TimeoutException.class);
    }

    private static String reason(JobOutcome outcome) {
        assertThat(outcome.published()).isEmpty();
        return ((TrainingEvent.Failed) outcome.last()).reason();
    }

    private JobOutcome run(String text, String spec) {
        return run(dataset -> Texts.of(text), spec, false);
    }

    private JobOutcome run(TextSource texts, String spec, boolean stopped) {
        Optional<JsonNode> json = Optional.of(Specs.json(spec));
        TrainingJob job = new TrainingJob("batatinha-3-19", new Name("batatinha"), DATASET, json, Instant.EPOCH);
        InstantSource clock = InstantSource.system();
        try (NDManager engine = NDManager.newBaseManager()) {
            JobRunner runner = new JobRunner(
                    texts,
                    new FileModelStore(directory.resolve("models")),
                    engine,
                    directory.resolve("scratch"),
                    clock,
                    "test");
            return runner.run(new JobOrder(job, 7), new JobEvents(job, clock, events::add), () -> stopped);
        }
    }
}
