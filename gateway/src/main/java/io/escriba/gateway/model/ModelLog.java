package io.escriba.gateway.model;

import io.escriba.name.Name;

/** Where models are announced. Thread-safe. */
interface ModelLog {
    /**
     * Announces that all versions of a model are no longer to be served, and returns when that is there.
     *
     * @throws io.escriba.gateway.problem.ProblemException (503) when it is not confirmed
     */
    void retire(Name model);
}
