package io.escriba.store;

import java.io.IOException;

/** A stored file is not what was announced, or is known to be gone. Reading it again cannot help. */
public final class DamagedArtifactException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedArtifactException(String message) {
        super(message);
    }
}
