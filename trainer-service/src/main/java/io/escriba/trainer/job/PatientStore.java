package io.escriba.trainer.job;

import io.escriba.model.ModelVersion;
import io.escriba.retry.RetryDelay;
import io.escriba.store.ModelStore;
import io.escriba.store.StoreAvailability;
import io.escriba.store.StoreAwayException;
import io.escriba.trainer.training.TrainingStoppedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * The model store as one job uses it: while it is away, the job waits where it is, with all that it has learned. Whoever is told to
 * stop meanwhile gets a {@link TrainingStoppedException}. Not thread-safe.
 */
final class PatientStore implements ModelStore {
    private static final Logger LOG = Logger.getLogger(PatientStore.class);
    /** How soon a wait ends when the job is to stop. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final ModelStore store;
    private final StoreAvailability availability;
    private final BooleanSupplier stopped;
    private Optional<StoreAwayException> away = Optional.empty();

    /**
     * For one job.
     *
     * @param availability is told what comes of each attempt
     * @param stopped whether the job is to be left; may become true at any time
     */
    PatientStore(ModelStore store, StoreAvailability availability, BooleanSupplier stopped) {
        this.store = store;
        this.availability = availability;
        this.stopped = stopped;
    }

    @Override
    public URI put(ModelVersion version, Map<String, Path> files) throws IOException {
        return patiently(() -> store.put(version, files));
    }

    @Override
    public boolean fetch(ModelVersion version, String file, Path to) throws IOException {
        return patiently(() -> store.fetch(version, file, to));
    }

    /** Waits for nobody: what is deleted is of no use to anyone. */
    @Override
    public void delete(ModelVersion version, String file) throws IOException {
        if (away.isPresent()) {
            throw away.get();
        }
        store.delete(version, file);
    }

    @Override
    public void checkWritable() throws StoreAwayException {
        store.checkWritable();
    }

    /** Something that is done with the store. */
    @FunctionalInterface
    private interface Use<T> {
        T attempt() throws IOException;
    }

    private <T> T patiently(Use<T> use) throws IOException {
        Duration delay = RetryDelay.FIRST;
        while (true) {
            try {
                T result = use.attempt();
                away = Optional.empty();
                availability.usable();
                return result;
            } catch (StoreAwayException e) {
                away = Optional.of(e);
                availability.away(e);
                if (stoppedWithin(delay)) {
                    availability.left();
                    LOG.warn(
                            "The job is left while the model store is away: what it has learned since its last checkpoint"
                                    + " is learned again.");
                    throw new TrainingStoppedException("The training was stopped while the model store was away.", e);
                }
                delay = RetryDelay.after(delay);
            } catch (IOException e) {
                availability.left();
                throw e;
            }
        }
    }

    private boolean stoppedWithin(Duration delay) {
        long end = System.nanoTime() + delay.toNanos();
        while (!stopped.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, Math.min(left, LOOK.toNanos()));
        }
        return true;
    }
}
