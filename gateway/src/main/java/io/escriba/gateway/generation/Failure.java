package io.escriba.gateway.generation;

import io.grpc.Status;

/** Why a call failed, as far as it decides what is tried next. Of several, the first here says most to who asked. */
enum Failure {
    /** The request is wrong, or the service is: it would fail everywhere and again. */
    FINAL,
    /** The server has too many streams. */
    BUSY,
    /** The version is published, and the server does not have it yet. */
    LATE,
    /** The server cannot load the version. */
    UNLOADABLE,
    /** The server cannot be reached, stops, or has lost the model. */
    AWAY;

    /**
     * What the failure of a call means.
     *
     * @param published whether the version is known to exist
     */
    static Failure of(Throwable failure, boolean published) {
        return switch (Status.fromThrowable(failure).getCode()) {
            case RESOURCE_EXHAUSTED -> BUSY;
            case NOT_FOUND -> published ? LATE : FINAL;
            case FAILED_PRECONDITION -> UNLOADABLE;
            // A call that the reader left does not fail, so one that was cancelled was ended by a server that goes
            // away.
            case UNAVAILABLE, CANCELLED -> AWAY;
            default -> FINAL;
        };
    }
}
