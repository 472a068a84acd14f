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

    /** The same, for readers who may leave a text and come back to it, perhaps through another gateway. */
    default TextGenerator resumable() {
        return this;
    }

    /** The same, for the texts of the request that is being answered, which the log knows as this. */
    default TextGenerator about(LogSubject subject) {
        return this;
    }
}
