package io.escriba.gateway.corpus;

import org.jspecify.annotations.Nullable;

/** A body that is not UTF-8. */
final class BodyNotUtf8Exception extends Exception {
    private static final long serialVersionUID = 1L;

    private final long position;

    BodyNotUtf8Exception(long position) {
        this(position, null);
    }

    BodyNotUtf8Exception(long position, @Nullable Throwable cause) {
        super(
                "The body is not UTF-8: no character begins so at byte " + position
                        + ", counted from 0. Convert the text to UTF-8 and send it again; nothing of it was stored.",
                cause);
        this.position = position;
    }

    /** Index of the first byte of what is no character, counted from 0 in the body as it was sent. */
    long position() {
        return position;
    }
}
