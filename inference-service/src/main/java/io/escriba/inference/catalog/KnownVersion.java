package io.escriba.inference.catalog;

import io.escriba.inference.precision.Computation;
import io.escriba.model.ModelVersion;
import java.util.Optional;

/**
 * A version that is in memory, on its way there, or hindered.
 *
 * @param problem why the last attempt to load it failed, or why it broke, in the words of the log; there only when it
 *     {@link State#FAILED}
 * @param computation how it is computed; there only when it is in memory
 */
public record KnownVersion(ModelVersion id, State state, Optional<String> problem, Optional<Computation> computation) {
    /** How far it is. */
    public enum State {
        /** New streams that name no version get it. */
        SERVING,
        /** It is in memory for streams that began with it, and for requests that name it. */
        LOADED,
        /** It is being loaded, or waits for its turn. */
        LOADING,
        /** It could not be loaded the last time that was tried, or broke. */
        FAILED
    }
}
