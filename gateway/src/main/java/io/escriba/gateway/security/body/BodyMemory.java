package io.escriba.gateway.security.body;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that bodies take together while they arrive and until they are read. Thread-safe. */
final class BodyMemory {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /**
     * Nothing is taken yet.
     *
     * @param most bytes
     */
    BodyMemory(long most) {
        this.most = most;
    }

    /** Takes so many bytes if they are there. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        giveBack(bytes);
        return false;
    }

    /** Gives back what was taken. */
    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
