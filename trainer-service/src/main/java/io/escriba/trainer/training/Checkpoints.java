package io.escriba.trainer.training;

import io.escriba.trainer.checkpoint.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a training leaves what it needs to go on after its process has died, be it in another process. */
public interface Checkpoints {
    /** For a training that need not survive. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public Optional<TensorFile> last() {
            return Optional.empty();
        }

        @Override
        public boolean isDue(double secondsSinceLast, boolean passHasEnded) {
            return false;
        }

        @Override
        public void keep(long step, Content content) {
            // Nobody will ask for it.
        }
    };

    /**
     * The one that was kept last, to be closed by the caller.
     *
     * @throws IOException when it is not known whether there is one
     */
    Optional<TensorFile> last() throws IOException;

    /** Whether it is time for the next one. */
    boolean isDue(double secondsSinceLast, boolean passHasEnded);

    /**
     * Keeps a checkpoint instead of the one before, whole or not at all. However long that takes, it is no part of the training's
     * time.
     *
     * @param step after which it was taken
     * @throws IOException when it cannot be kept
     */
    void keep(long step, Content content) throws IOException;

    /** What a checkpoint consists of. */
    @FunctionalInterface
    interface Content {
        /** Writes it to a file. */
        void write(Path file) throws IOException;
    }
}
