package io.escriba.inference.precision;

/** A network cannot be computed with fewer bits; as it is, it can be served. */
public final class NotReducibleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    NotReducibleException(String reason) {
        super(reason);
        this.reason = reason;
    }

    NotReducibleException(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    /** Why, and what to do about it if anything can be done. */
    String reason() {
        return reason;
    }
}
