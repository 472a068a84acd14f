package io.escriba.gateway.deadletter;

import io.escriba.gateway.problem.ProblemException;
import java.util.List;

/** Where records are that nobody could read. */
interface DeadLetterBox {
    /**
     * The newest records, the newest first.
     *
     * @param limit at most so many
     * @throws ProblemException (503) when they cannot be read now
     */
    List<DeadLetter> newest(int limit);
}
