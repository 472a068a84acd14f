package io.escriba.trainer.job;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import io.escriba.model.Manifest;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.store.ModelStore;
import io.escriba.store.StoreAvailability;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.onnx.ExportCheck;
import io.escriba.trainer.onnx.OnnxExport;
import io.escriba.trainer.text.EncodedText;
import io.escriba.trainer.training.InitialWeights;
import io.escriba.trainer.training.TrainedNetwork;
import io.escriba.trainer.training.TrainingDefaults;
import io.escriba.trainer.training.TrainingLoop;
import io.escriba.trainer.training.TrainingStoppedException;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.escriba.training.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Carries out one job: dataset, training, export, check, store. Publishes nothing itself. Not thread-safe. */
final class JobRunner {
    private static final Logger LOG = Logger.getLogger(JobRunner.class);
    /** Characters of real text on which an export is checked. */
    private static final int CHECKED_CHARACTERS = 400;

    private final TextSource texts;
    private final NDManager engine;
    private final Settings settings;

    /**
     * What jobs are carried out with.
     *
     * @param availability is told whether a job waits for the store
     * @param newest the newest published version of a model
     * @param scratch directory for files on their way to and from the store
     * @param checkpointInterval from one checkpoint to the next
     * @param escribaVersion for manifests
     */
    record Settings(
            ModelStore store,
            StoreAvailability availability,
            Function<Name, Optional<ModelVersion>> newest,
            Path scratch,
            Duration checkpointInterval,
            InstantSource clock,
            String escribaVersion) {}

    /**
     * A runner of jobs.
     *
     * @param engine decides the device
     */
    JobRunner(TextSource texts, NDManager engine, Settings settings) {
        this.texts = texts;
        this.engine = engine;
        this.settings = settings;
    }

    /**
     * Carries out a job to its end, from its last checkpoint if there is one. While the model store is away it waits.
     *
     * @param events is told what happens in between
     * @param stopped asked before each training step, before each batch of an evaluation, and while the store is away
     * @return the end; a failure is an end too
     * @throws TrainingStoppedException when {@code stopped} says so; a checkpoint has been kept unless the store is away
     * @throws KafkaException when the job must be tried again, by this process or another
     */
    JobOutcome run(JobOrder order, JobEvents events, BooleanSupplier stopped) {
        ModelStore store = new PatientStore(settings.store(), settings.availability(), stopped);
        Attempts attempts = new Attempts(store, order.version(), settings.scratch());
        try {
            attempts.begin();
            JobOutcome outcome = publishable(order, events, store, attempts, stopped);
            attempts.survived();
            return outcome;
        } catch (TrainingStoppedException | KafkaException e) {
            attempts.survived();
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            attempts.survived();
            return failed(order.job(), FailureReason.of(e, deviceName()), e);
        }
    }

    private JobOutcome failed(TrainingJob job, FailureReason reason, Throwable failure) {
        if (reason.isExpected()) {
            LOG.infof("Job %s failed: %s", job.id(), reason.text());
        } else {
            LOG.errorf(failure, "Job %s failed.", job.id());
        }
        return new JobOutcome(new TrainingEvent.Failed(job.id(), job.model(), now(), reason.text()), Optional.empty());
    }

    private JobOutcome publishable(
            JobOrder order, JobEvents events, ModelStore store, Attempts attempts, BooleanSupplier stopped)
            throws IOException {
        TrainingJob job = order.job();
        EncodedText text = texts.open(job.dataset());
        Optional<EarlierModel> earlier = earlier(job, store);
        TrainingSpec spec = spec(job, text, earlier);
        Examples examples = Examples.of(text, spec.examples(), spec.seed());
        InitialWeights initial = earlier.map(model -> model.forTraining(spec, examples.vocabulary()))
                .orElse(InitialWeights.RANDOM);
        events.announce(step -> started(order, step, spec, examples));

        TrainedNetwork trained = new TrainingLoop(spec, examples, events, settings.clock())
                .run(engine, initial, checkpoints(order, events, store, attempts), stopped);

        Manifest manifest = manifest(order, spec, examples, trained);
        byte[] onnx =
                OnnxExport.export(trained.shape(), trained.weights(), trained.ngrams(), metadata(manifest, examples));
        double difference = new ExportCheck(trained, onnx).run(examples.excerpt(CHECKED_CHARACTERS), engine);
        LOG.infof(
                "%s: validation loss %.4f nats/character after %d steps; ONNX Runtime differs by at most %.1e.",
                order.version(),
                trained.metrics().validationLoss(),
                trained.metrics().steps(),
                difference);
        PublishedModel published = new Artifacts(store, settings.scratch()).store(manifest, onnx, trained.weights());
        return new JobOutcome(
                new TrainingEvent.Completed(job.id(), job.model(), now(), manifest.version(), manifest.metrics()),
                Optional.of(published));
    }

    /** The version that the job's author wants to begin with, if any. */
    private Optional<EarlierModel> earlier(TrainingJob job, ModelStore store) throws IOException {
        Optional<JsonNode> reference =
                job.spec().map(spec -> spec.path("initializeFrom")).filter(JsonNode::isTextual);
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        EarlierModels models = new EarlierModels(store, settings.scratch(), settings.newest());
        return Optional.of(models.find(reference.get().asText()));
    }

    /** The complete spec, which names a version where its author may have named a model. */
    private TrainingSpec spec(TrainingJob job, EncodedText text, Optional<EarlierModel> earlier) {
        TrainingSpec spec = TrainingDefaults.complete(
                job.spec(),
                new TrainingDefaults.Corpus(text.length(), text.symbols()),
                earlier.map(model -> model.manifest().spec()),
                engine.getDevice().isGpu());
        return earlier.map(model -> model.manifest().modelVersion().toString())
                .map(version -> spec.with(Json.tree(Map.of("initializeFrom", version))))
                .orElse(spec);
    }

    private StoredCheckpoints checkpoints(JobOrder order, JobEvents events, ModelStore store, Attempts attempts) {
        return new StoredCheckpoints(
                store, order.version(), settings.scratch(), settings.checkpointInterval(), step -> {
                    attempts.survived();
                    events.kept(step);
                });
    }

    /** To be called when the end of a job is known to the world: nobody will resume it. */
    void forget(JobOrder order) {
        try {
            settings.store().delete(order.version(), ModelStore.TRAINING);
        } catch (IOException e) {
            LOG.warnf(
                    "The last checkpoint of job %s is of no use any more, but it cannot be deleted from the model"
                            + " store: %s",
                    order.job().id(), e.getMessage());
        }
    }

    private TrainingEvent.Started started(JobOrder order, long step, TrainingSpec spec, Examples examples) {
        return new TrainingEvent.Started(
                order.job().id(),
                order.job().model(),
                now(),
                step,
                order.version().version(),
                deviceName(),
                spec,
                new NetworkShape(spec.network(), examples.vocabulary().size()).parameterCount(),
                examples.trainingCharacters(),
                examples.validationCharacters());
    }

    private Instant now() {
        return settings.clock().instant();
    }

    /** As users know it: {@code cpu} or {@code gpu(0)}. */
    private String deviceName() {
        Device device = engine.getDevice();
        return device.isGpu() ? device.toString() : device.getDeviceType();
    }

    private Manifest manifest(JobOrder order, TrainingSpec spec, Examples examples, TrainedNetwork trained) {
        return new Manifest(
                order.job().model(),
                order.version().version(),
                order.job().id(),
                order.job().dataset(),
                examples.vocabulary(),
                spec,
                OnnxExport.states(trained.shape()),
                trained.metrics(),
                now(),
                deviceName(),
                settings.escribaVersion());
    }

    private static Map<String, String> metadata(Manifest manifest, Examples examples) {
        return Map.of(
                "escriba.manifest",
                Json.text(manifest),
                Manifest.HELD_OUT,
                Json.text(examples.excerpt(Manifest.HELD_OUT_IDS)));
    }
}
