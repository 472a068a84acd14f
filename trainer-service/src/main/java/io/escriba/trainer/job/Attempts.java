package io.escriba.trainer.job;

import io.escriba.json.Json;
import io.escriba.model.ModelVersion;
import io.escriba.store.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * How many trainers have begun a job without getting anywhere. A job that takes more memory than a machine has ends its trainer
 * with a signal, so nobody can say so but the next trainer, which it would end too. Not thread-safe.
 */
final class Attempts {
    /** Trainers are also killed for reasons that have nothing to do with their job. */
    static final int MOST = 5;

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    private final ModelStore store;
    private final ModelVersion version;
    private final Path scratch;
    private boolean counted;

    /**
     * Those at the job that trains this version.
     *
     * @param scratch directory for files on their way to and from the store
     */
    Attempts(ModelStore store, ModelVersion version, Path scratch) {
        this.store = store;
        this.version = version;
        this.scratch = scratch;
    }

    /**
     * Counts one more.
     *
     * @throws TrainersLostException when there have been enough
     * @throws NotStoredException when the store cannot be read or written
     */
    void begin() throws NotStoredException {
        try {
            count();
        } catch (IOException e) {
            throw new NotStoredException("The beginning of " + version + " cannot be noted", e);
        }
    }

    private void count() throws IOException {
        counted = true;
        Files.createDirectories(scratch);
        Path file = Files.createTempFile(scratch, "attempts-", ".json");
        try {
            int before = store.fetch(version, ModelStore.ATTEMPTS, file)
                    ? Json.read(Files.readString(file), Integer.class)
                    : 0;
            if (before >= MOST) {
                throw new TrainersLostException(before);
            }
            Files.writeString(file, Json.text(before + 1));
            store.put(version, Map.of(ModelStore.ATTEMPTS, file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** To be called when this trainer has got somewhere, or leaves the job in order. */
    void survived() {
        if (!counted) {
            return;
        }
        counted = false;
        try {
            store.delete(version, ModelStore.ATTEMPTS);
        } catch (IOException e) {
            LOG.warnf("%s of %s cannot be deleted: %s", ModelStore.ATTEMPTS, version, e.getMessage());
        }
    }
}
