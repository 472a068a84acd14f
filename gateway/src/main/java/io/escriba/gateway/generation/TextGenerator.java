package io.escriba.gateway.generation;

import io.escriba.log.LogSubject;
import io.smallrye.mutiny.Multi;

/** Writes texts. */
public interface TextGenerator {
    /**
     * Begins to write when subscribed to, goes on as fast as items are requested, and stops when cancelled.
     *
     * @param skip how many characters are left out at the beginning, because the reader has them already
     * @return the text; fails with a {@link io.escriba.gateway.problem.ProblemException} that says who is to do what
     */
    Multi<Generated> write(TextRequest request, long skip);

    /** The same, for texts that the log knows as this, here and where they are written. */
    default TextGenerator about(LogSubject subject) {
        return this;
    }
}
