package io.escriba.corpus;

/** Bytes that are not UTF-8. */
public final class InvalidUtf8Exception extends Exception {
    private static final long serialVersionUID = 1L;

    private final int index;

    InvalidUtf8Exception(int index) {
        super("No character of UTF-8 begins so at byte " + index + ", counted from 0.");
        this.index = index;
    }

    /** Index of the first byte of what is no character. */
    public int index() {
        return index;
    }
}
