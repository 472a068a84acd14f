package io.escriba.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Dataset;
import io.escriba.json.Json;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.store.FileModelStore;
import io.escriba.store.ModelStore;
import io.escriba.store.StoreAvailability;
import io.escriba.trainer.Specs;
import io.escriba.trainer.checkpoint.TensorFile;
import io.escriba.trainer.network.Weights;
import io.escriba.trainer.text.Texts;
import io.escriba.trainer.training.TrainingStoppedException;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.escriba.vocabulary.Vocabulary;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunnerTest {
    private static final Dataset DATASET = new Dataset("escriba.corpus", 3, 10, 20, new Name("batatinha"));
    private static final String TEXT = "Batatinha quando nasce se esparrama pelo chão. ".repeat(10);
    private static final String TINY =
            "'hiddenSize':16,'layers':1,'sequenceLength':16,'batchSize':4,'steps':5,'sampleLength':10";

    private final List<TrainingEvent> events = new ArrayList<>();
    private final StoreAvailability availability = new StoreAvailability("It waits.");

    @TempDir
    private Path directory;

    @Test
    void aJobLeavesACompleteArtifactAndAnAnnouncement() throws IOException {
        JobOutcome outcome = run(TEXT, "{" + TINY + "}");

        PublishedModel published = outcome.published().orElseThrow();
        Path artifact = Path.of(published.artifact());
        Manifest manifest = Json.read(Files.readString(artifact.resolve(ModelStore.MANIFEST)), Manifest.class);
        byte[] onnx = new FileModelStore(directory.resolve("models")).read(published);
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

    /** So that whoever serves a version can tell what another way of computing it costs. */
    @Test
    void theFileHoldsTextThatWasHeldOut() throws IOException {
        PublishedModel published = run(TEXT, "{" + TINY + "}").published().orElseThrow();

        ModelProto onnx = ModelProto.parseFrom(
                Files.readAllBytes(Path.of(published.artifact()).resolve(ModelStore.ONNX)));
        String heldOut = onnx.getMetadataPropsList().stream()
                .filter(property -> property.getKey().equals(Manifest.HELD_OUT))
                .map(StringStringEntryProto::getValue)
                .collect(Collectors.joining());
        String text = published.manifest().vocabulary().decode(Json.read(heldOut, int[].class));
        assertThat(text).isNotEmpty();
        assertThat(TEXT).endsWith(text);
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
    void aJobWithoutMemoryEndsWithTheSettingsToLower() {
        assertThat(reason(run(
                        dataset -> {
                            throw new OutOfMemoryError("Java heap space");
                        },
                        "{" + TINY + "}",
                        () -> false)))
                .contains("not enough memory")
                .contains("Java heap space. Lower batchSize or sequenceLength");
    }

    @Test
    void aJobThatEndsTrainerAfterTrainerFails() {
        TextSource deadly = dataset -> {
            throw new InternalError("A signal would end the process here.");
        };
        for (int i = 0; i < Attempts.MOST; i++) {
            assertThatThrownBy(() -> run(deadly, "{" + TINY + "}", () -> false)).isInstanceOf(InternalError.class);
        }

        assertThat(reason(run(deadly, "{" + TINY + "}", () -> false)))
                .startsWith("5 trainers in a row")
                .contains("Lower batchSize");

        // It may be ordered again.
        assertThatThrownBy(() -> run(deadly, "{" + TINY + "}", () -> false)).isInstanceOf(InternalError.class);
    }

    @Test
    void trainersThatLeaveAJobInOrderOrGetFurtherAreNotCounted() {
        TextSource deadly = dataset -> {
            throw new InternalError("A signal would end the process here.");
        };
        for (int i = 1; i < Attempts.MOST; i++) {
            assertThatThrownBy(() -> run(deadly, "{" + TINY + "}", () -> false)).isInstanceOf(InternalError.class);
        }
        assertThatThrownBy(() -> run(dataset -> Texts.of(TEXT), "{" + TINY + "}", stopAfter(2)))
                .isInstanceOf(TrainingStoppedException.class);
        for (int i = 0; i < Attempts.MOST; i++) {
            assertThatThrownBy(() -> run(deadly, "{" + TINY + "}", () -> false)).isInstanceOf(InternalError.class);
        }

        assertThat(reason(run(deadly, "{" + TINY + "}", () -> false))).startsWith("5 trainers in a row");
    }

    @Test
    void aStoppedJobAndABrokerThatIsAwayAreNoFailures() {
        assertThatThrownBy(() -> run(dataset -> Texts.of(TEXT), "{" + TINY + "}", () -> true))
                .isInstanceOf(TrainingStoppedException.class);
        assertThatThrownBy(() -> run(
                        dataset -> {
                            throw new TimeoutException("away");
                        },
                        "{}",
                        () -> false))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void aJobThatWasLeftIsResumedWhereItWasAndForgottenWhenItHasEnded() {
        assertThatThrownBy(() -> run(dataset -> Texts.of(TEXT), "{" + TINY + "}", stopAfter(3)))
                .isInstanceOf(TrainingStoppedException.class);
        assertThat(directory.resolve("models/batatinha/8/" + ModelStore.TRAINING))
                .exists();
        assertThat(events)
                .last()
                .isInstanceOfSatisfying(
                        TrainingEvent.Checkpoint.class,
                        checkpoint -> assertThat(checkpoint.step()).isEqualTo(3));
        events.clear();

        JobOutcome outcome = run(TEXT, "{" + TINY + "}");

        assertThat(events.get(0))
                .isInstanceOfSatisfying(
                        TrainingEvent.Started.class,
                        started -> assertThat(started.step()).isEqualTo(3));
        assertThat(outcome.last()).isInstanceOf(TrainingEvent.Completed.class);
        assertThat(directory.resolve("models/batatinha/8/" + ModelStore.TRAINING))
                .doesNotExist();
        assertThat(directory.resolve("models/batatinha/8/" + ModelStore.WEIGHTS))
                .exists();
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void aDamagedCheckpointMeansToBeginAgain() throws IOException {
        Path checkpoint = directory.resolve("models/batatinha/8/" + ModelStore.TRAINING);
        Files.createDirectories(checkpoint.getParent());
        Files.writeString(checkpoint, "not what was written");

        JobOutcome outcome = run(TEXT, "{" + TINY + "}");

        assertThat(events.get(0))
                .isInstanceOfSatisfying(
                        TrainingEvent.Started.class,
                        started -> assertThat(started.step()).isZero());
        assertThat(outcome.last()).isInstanceOf(TrainingEvent.Completed.class);
    }

    @Test
    void aModelLearnsOnWithNewCharacters() throws IOException {
        run(TEXT, "{" + TINY + "}");
        Weights earlier = weights();

        JobOutcome outcome = run(
                "Ω" + TEXT.toUpperCase(Locale.ROOT) + TEXT,
                "{'initializeFrom':'batatinha@8','steps':1,'learningRate':1e-9}");

        Manifest manifest = outcome.published().orElseThrow().manifest();
        Weights later = weights();
        int size = manifest.vocabulary().size();
        assertThat(manifest.spec().initializeFrom()).contains("batatinha@8");
        assertThat(manifest.spec().network().hiddenSize()).isEqualTo(16);
        assertThat(later.get("rnn.weight_hh_l0").values())
                .containsExactly(earlier.get("rnn.weight_hh_l0").values(), within(1e-6f));
        assertThat(later.get("output.weight").shape()).containsExactly(size, 16);
        Vocabulary before = Vocabulary.of(TEXT);
        for (String c : List.of("a", "ã", "q")) {
            int old = before.encode(c)[0];
            int now = manifest.vocabulary().encode(c)[0];
            assertThat(now).isNotEqualTo(old);
            assertThat(row(later, "embedding.weight", now))
                    .containsExactly(row(earlier, "embedding.weight", old), within(1e-6f));
            assertThat(row(later, "output.weight", now))
                    .containsExactly(row(earlier, "output.weight", old), within(1e-6f));
            assertThat(row(later, "output.bias", now)).containsExactly(row(earlier, "output.bias", old), within(1e-6f));
        }
    }

    @Test
    void aModelToBeginWithMustExistAndFit() {
        assertThat(reason(run(TEXT, "{'initializeFrom':'ninguem'}")))
                .contains("initializeFrom is 'ninguem', but no version of that model has been published");
        assertThat(reason(run(TEXT, "{'initializeFrom':'ninguem@3'}")))
                .contains("initializeFrom is 'ninguem@3', but the model store has no version ninguem@3");
        assertThat(reason(run(TEXT, "{'initializeFrom':'ninguem@dois'}")))
                .endsWith(
                        " initializeFrom: 'ninguem@dois' is no model. Write NAME for the newest version or NAME@VERSION.");
        run(TEXT, "{" + TINY + "}");
        assertThat(reason(run(TEXT, "{'initializeFrom':'batatinha@8','hiddenSize':17,'layers':2}")))
                .contains("whose hiddenSize is 16, but hiddenSize is 17")
                .contains("whose layers is 1, but layers is 2");
    }

    @Test
    void aFullDiskEndsTheJobWithWhatToDo() {
        ModelStore full = new ModelStore() {
            @Override
            public URI put(ModelVersion version, Map<String, Path> files) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public boolean fetch(ModelVersion version, String file, Path to) {
                return false;
            }

            @Override
            public void delete(ModelVersion version, String file) {
                // There is nothing.
            }

            @Override
            public void checkWritable() {
                // It can be written to in general.
            }
        };

        JobOutcome outcome = run(full, dataset -> Texts.of(TEXT), "{" + TINY + "}", () -> false);

        assertThat(reason(outcome)).contains("No space left on device").contains("Make room in the model store");
    }

    @Test
    void aStoreThatIsAwayIsWaitedForWithAllThatWasLearned() throws IOException {
        run(TEXT, "{" + TINY + "}");
        Weights undisturbed = weights();
        events.clear();
        UncertainStore store = store();
        store.refuseToRead(ModelStore.TRAINING, 1);
        store.refuseToWrite(ModelStore.ONNX, 1);

        JobOutcome outcome = run(store, dataset -> Texts.of(TEXT), "{" + TINY + "}", () -> false);

        assertThat(outcome.last()).isInstanceOf(TrainingEvent.Completed.class);
        assertThat(store.refused()).isEqualTo(2);
        assertThat(events)
                .filteredOn(event -> event instanceof TrainingEvent.Started)
                .singleElement()
                .isInstanceOfSatisfying(
                        TrainingEvent.Started.class,
                        started -> assertThat(started.step()).isZero());
        assertThat(weights().get("rnn.weight_hh_l0").values())
                .containsExactly(undisturbed.get("rnn.weight_hh_l0").values());
        assertThat(availability.isAway()).isFalse();
    }

    @Test
    void aJobThatMustBeLeftWhileTheStoreIsAwayIsNoFailureAndBeginsAgain() {
        UncertainStore store = store();
        store.refuseToWrite(ModelStore.TRAINING, Integer.MAX_VALUE);

        assertThatThrownBy(() -> run(store, dataset -> Texts.of(TEXT), "{" + TINY + "}", () -> true))
                .isInstanceOf(TrainingStoppedException.class)
                .hasMessageContaining("while the model store was away");

        assertThat(availability.isAway()).isFalse();
        store.refuseToWrite(ModelStore.TRAINING, 0);
        assertThat(run(store, dataset -> Texts.of(TEXT), "{" + TINY + "}", () -> false)
                        .last())
                .isInstanceOf(TrainingEvent.Completed.class);
    }

    private UncertainStore store() {
        return new UncertainStore(new FileModelStore(directory.resolve("models")));
    }

    private Weights weights() throws IOException {
        try (TensorFile file = TensorFile.open(directory.resolve("models/batatinha/8/" + ModelStore.WEIGHTS))) {
            return Weights.read(file, "");
        }
    }

    private static float[] row(Weights weights, String name, int row) {
        Weights.Tensor tensor = weights.get(name);
        int width = tensor.values().length / tensor.shape()[0];
        return Arrays.copyOfRange(tensor.values(), row * width, (row + 1) * width);
    }

    private static BooleanSupplier stopAfter(int steps) {
        AtomicInteger asked = new AtomicInteger();
        return () -> asked.incrementAndGet() > steps;
    }

    private static String reason(JobOutcome outcome) {
        assertThat(outcome.published()).isEmpty();
        return ((TrainingEvent.Failed) outcome.last()).reason();
    }

    private JobOutcome run(String text, String spec) {
        return run(dataset -> Texts.of(text), spec, () -> false);
    }

    private JobOutcome run(TextSource texts, String spec, BooleanSupplier stopped) {
        return run(new FileModelStore(directory.resolve("models")), texts, spec, stopped);
    }

    /** Runs a job and forgets it, as its consumer does when its end is known. */
    private JobOutcome run(ModelStore store, TextSource texts, String spec, BooleanSupplier stopped) {
        Optional<JsonNode> json = Optional.of(Specs.json(spec));
        TrainingJob job = new TrainingJob("batatinha-3-19", new Name("batatinha"), DATASET, json, Instant.EPOCH);
        InstantSource clock = InstantSource.system();
        try (NDManager engine = NDManager.newBaseManager()) {
            JobRunner runner = new JobRunner(
                    texts,
                    engine,
                    new JobRunner.Settings(
                            store,
                            availability,
                            model -> Optional.empty(),
                            directory.resolve("scratch"),
                            Duration.ofMinutes(1),
                            clock,
                            "test"));
            JobOrder order = new JobOrder(job, 7);
            JobOutcome outcome = runner.run(order, new JobEvents(job, clock, events::add), stopped);
            runner.forget(order);
            return outcome;
        }
    }
}
