package io.escriba.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** A file of tensors is not what was written. */
public final class DamagedCheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedCheckpointException(Path file, String problem) {
        super("'" + file + "' cannot be used as a checkpoint: " + problem + " Delete it, and train again.");
    }
}
