package io.escriba.trainer.dataset;

/** A corpus has too little text for its spec. The message says how much is needed. */
public final class CorpusTooShortException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    CorpusTooShortException(String message) {
        super(message);
    }
}
