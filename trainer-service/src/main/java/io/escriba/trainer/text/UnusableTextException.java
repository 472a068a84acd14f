package io.escriba.trainer.text;

/** A file of encoded text that cannot be used. The message goes on after the file's name. */
final class UnusableTextException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableTextException(String message) {
        super(message);
    }
}
