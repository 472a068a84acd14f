package io.escriba.gateway.download;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.model.PublishedModel;
import io.escriba.store.DamagedArtifactException;
import io.escriba.store.NetworkFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Hands out the files of models, so many at a time. Thread-safe. */
final class Downloads {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final NetworkFiles files;
    private final int most;
    private final Semaphore places;

    /**
     * Hands out the files of a store.
     *
     * @param most how many at the same time
     */
    Downloads(NetworkFiles files, int most) {
        this.files = files;
        this.most = most;
        this.places = new Semaphore(most);
    }

    /**
     * Opens the file of a version that has been published.
     *
     * @return to be closed
     * @throws ProblemException (410) when the file is gone or damaged, (429) when too many are downloaded, (503) when the
     *     store is away
     */
    Download open(PublishedModel version) {
        if (!places.tryAcquire()) {
            throw ProblemException.tooMany(
                    most + " files are being downloaded, which is the most at the same time"
                            + " (escriba.gateway.max-downloads). Try again in a moment.",
                    SOON);
        }
        boolean opened = false;
        try {
            Download download = new Download(files.open(version), places::release);
            opened = true;
            return download;
        } catch (NoSuchFileException e) {
            throw ProblemException.gone(
                    "The model store has no file of " + version.modelVersion()
                            + " any more. Restore it, or train the model again.",
                    e);
        } catch (DamagedArtifactException e) {
            throw ProblemException.gone(
                    "The file of " + version.modelVersion() + " in the model store is not the one that was published."
                            + " Restore it, or train the model again.",
                    e);
        } catch (IOException e) {
            throw ProblemException.unavailable(
                    "The model store cannot be read. Try again in a moment; if it stays so, see whether it is where"
                            + " escriba.store says.",
                    SOON,
                    e);
        } finally {
            if (!opened) {
                places.release();
            }
        }
    }
}
