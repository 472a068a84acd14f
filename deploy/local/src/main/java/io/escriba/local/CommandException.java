package io.escriba.local;

/** A command of the launcher cannot go on. The message is for whoever gave it: what is wrong, where, what to do. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
