package io.escriba.trainer.job;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.escriba.json.Json;
import io.escriba.kafka.DatasetGoneException;
import io.escriba.model.Manifest;
import io.escriba.model.PublishedModel;
import io.escriba.store.ModelStore;
import io.escriba.store.Sha256;
import io.escriba.trainer.dataset.CorpusTooShortException;
import io.escriba.trainer.dataset.Examples;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.onnx.ExportCheck;
import io.escriba.trainer.onnx.ExportMismatchException;
import io.escriba.trainer.onnx.OnnxExport;
import io.escriba.trainer.text.EncodedText;
import io.escriba.trainer.training.DivergedException;
import io.escriba.trainer.training.TrainedNetwork;
import io.escriba.trainer.training.TrainingDefaults;
import io.escriba.trainer.training.TrainingLoop;
import io.escriba.trainer.training.TrainingStoppedException;
import io.escriba.training.InvalidSpecException;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.escriba.training.TrainingSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Carries out one job: dataset, training, export, check, store. Publishes nothing itself. Not thread-safe. */
final class JobRunner {
    private static final Logger LOG = Logger.getLogger(JobRunner.class);
    /** Characters of real text on which an export is checked. */
    private static final int CHECKED_CHARACTERS = 400;

    private final TextSource texts;
    private final ModelStore store;
    private final NDManager engine;
    private final Path scratch;
    private final InstantSource clock;
    private final String escribaVersion;

    /**
     * A runner of jobs.
     *
     * @param engine decides the device
     * @param scratch directory for files on their way to the store
     */
    JobRunner(
            TextSource texts,
            ModelStore store,
            NDManager engine,
            Path scratch,
            InstantSource clock,
            String escribaVersion) {
        this.texts = texts;
        this.store = store;
        this.engine = engine;
        this.scratch = scratch;
        this.clock = clock;
        this.escribaVersion = escribaVersion;
    }

    /**
     * Carries out a job to its end.
     *
     * @param events is told what happens in between
     * @param stopped asked after each training step
     * @return the end; a failure is an end too
     * @throws TrainingStoppedException when {@code stopped} says so
     * @throws KafkaException when the job must be tried again, by this process or another
     */
    JobOutcome run(JobOrder order, JobEvents events, BooleanSupplier stopped) {
        TrainingJob job = order.job();
        try {
            return publishable(order, events, stopped);
        } catch (TrainingStoppedException | KafkaException e) {
            throw e;
        } catch (InvalidSpecException
                | DatasetGoneException
                | CorpusTooShortException
                | DivergedException
                | ExportMismatchException e) {
            LOG.infof("Job %s failed: %s", job.id(), e.getMessage());
            return failed(job, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "Job %s failed.", job.id());
            return failed(job, "Training failed: " + e.getMessage() + " The trainer's log has the details.");
        }
    }

    private JobOutcome failed(TrainingJob job, String reason) {
        return new JobOutcome(
                new TrainingEvent.Failed(job.id(), job.model(), clock.instant(), reason), Optional.empty());
    }

    private JobOutcome publishable(JobOrder order, JobEvents events, BooleanSupplier stopped) throws IOException {
        TrainingJob job = order.job();
        EncodedText text = texts.open(job.dataset());
        TrainingSpec spec = TrainingDefaults.complete(job.spec(), text.length());
        Examples examples = Examples.of(text, spec.examples(), spec.seed());
        events.started(new TrainingEvent.Started(
                job.id(),
                job.model(),
                clock.instant(),
                order.version().version(),
                deviceName(),
                spec,
                new NetworkShape(spec.network(), examples.vocabulary().size()).parameterCount(),
                examples.trainingCharacters(),
                examples.validationCharacters()));

        TrainedNetwork trained = new TrainingLoop(spec, examples, events, clock).run(engine, stopped);

        Manifest manifest = manifest(order, spec, examples, trained);
        byte[] onnx = OnnxExport.export(trained.shape(), trained.weights(), metadata(manifest));
        double difference = new ExportCheck(trained, onnx).run(examples.excerpt(CHECKED_CHARACTERS), engine);
        LOG.infof(
                "%s: validation loss %.4f nats/character after %d steps; ONNX Runtime differs by at most %.1e.",
                order.version(),
                trained.metrics().validationLoss(),
                trained.metrics().steps(),
                difference);
        PublishedModel published = store(manifest, onnx);
        return new JobOutcome(
                new TrainingEvent.Completed(
                        job.id(), job.model(), clock.instant(), manifest.version(), manifest.metrics()),
                Optional.of(published));
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
                clock.instant(),
                deviceName(),
                escribaVersion);
    }

    private static Map<String, String> metadata(Manifest manifest) {
        return Map.of("escriba.manifest", Json.text(manifest));
    }

    private PublishedModel store(Manifest manifest, byte[] onnx) throws IOException {
        Files.createDirectories(scratch);
        Path onnxFile = scratch.resolve(ModelStore.ONNX);
        Path manifestFile = scratch.resolve(ModelStore.MANIFEST);
        Files.write(onnxFile, onnx);
        Files.write(manifestFile, Json.bytes(manifest));
        URI artifact = store.put(
                manifest.modelVersion(), Map.of(ModelStore.ONNX, onnxFile, ModelStore.MANIFEST, manifestFile));
        return new PublishedModel(
                manifest.model(), manifest.version(), artifact, Sha256.of(onnx), onnx.length, manifest);
    }
}
