package io.escriba.trainer.job;

import io.escriba.model.ModelVersion;
import io.escriba.store.DamagedArtifactException;
import io.escriba.store.ModelStore;
import io.escriba.trainer.checkpoint.DamagedCheckpointException;
import io.escriba.trainer.checkpoint.TensorFile;
import io.escriba.trainer.training.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/**
 * The checkpoints of one job in the model store, where every trainer finds them. Each replaces the one before; none is
 * left when the job has ended. Not thread-safe.
 */
final class StoredCheckpoints implements Checkpoints {
    private static final Logger LOG = Logger.getLogger(StoredCheckpoints.class);
    /** The passes over a short text follow each other too fast to keep something after each. */
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

    private final ModelStore store;
    private final ModelVersion version;
    private final Path scratch;
    private final Duration interval;
    private final LongConsumer kept;

    /**
     * Checkpoints of the job that trains this version.
     *
     * @param scratch directory for files on their way to and from the store
     * @param interval from one to the next
     * @param kept is told the steps of each checkpoint that is safe
     */
    StoredCheckpoints(ModelStore store, ModelVersion version, Path scratch, Duration interval, LongConsumer kept) {
        this.store = store;
        this.version = version;
        this.scratch = scratch;
        this.interval = interval;
        this.kept = kept;
    }

    @Override
    public Optional<TensorFile> last() throws IOException {
        Path file = scratchFile();
        try {
            if (!store.fetch(version, ModelStore.TRAINING, file)) {
                return Optional.empty();
            }
            // What is open can be read to its end, though its name is deleted.
            return Optional.of(TensorFile.open(file));
        } catch (DamagedCheckpointException | DamagedArtifactException e) {
            LOG.errorf("%s is trained from the beginning: %s", version, e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw new IOException(
                    "The last checkpoint of " + version + " cannot be read from the model store: " + e.getMessage()
                            + ". Let the trainer read it, and order the training again.",
                    e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public boolean isDue(double secondsSinceLast, boolean passHasEnded) {
        return secondsSinceLast >= seconds(passHasEnded ? LEAST_INTERVAL : interval);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    @Override
    public void keep(long step, Content content) throws IOException {
        Path file = scratchFile();
        try {
            content.write(file);
            store.put(version, Map.of(ModelStore.TRAINING, file));
        } catch (IOException e) {
            throw new NotStoredException("The checkpoint of step " + step + " cannot be kept", e);
        } finally {
            Files.deleteIfExists(file);
        }
        kept.accept(step);
    }

    private Path scratchFile() throws IOException {
        Files.createDirectories(scratch);
        return Files.createTempFile(scratch, "checkpoint-", ".safetensors");
    }
}
