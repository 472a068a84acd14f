package io.escriba.gateway.corpus;

/** Bytes that are not UTF-8. */
final class InvalidUtf8Exception extends Exception {
    private static final long serialVersionUID = 1L;

    private final long position;

    InvalidUtf8Exception(long position) {
        super("The body is not UTF-8: no character begins so at byte " + position
                + ", counted from 0. Convert the text to UTF-8 and send it again; nothing of it was stored.");
        this.position = position;
    }

    /** Index of the first byte of what is no character, counted from 0 in the body as it was sent. */
    long position() {
        return position;
    }
}
