package io.escriba.inference.grpc;

import io.escriba.inference.batch.ServiceStoppingException;
import io.escriba.inference.batch.TooManyStreamsException;
import io.escriba.inference.catalog.ModelUnavailableException;
import io.escriba.inference.catalog.UnknownModelException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;

/** What a caller is told of a failure. */
final class Statuses {
    private static final System.Logger LOG = System.getLogger(Statuses.class.getName());

    private Statuses() {}

    /** The status of this failure. One that nobody expects is logged; its caller learns only that it happened. */
    static StatusRuntimeException of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof InvalidRequestException) {
            return status(Status.INVALID_ARGUMENT, cause);
        }
        if (cause instanceof UnknownModelException) {
            return status(Status.NOT_FOUND, cause);
        }
        if (cause instanceof TooManyStreamsException) {
            return status(Status.RESOURCE_EXHAUSTED, cause);
        }
        if (cause instanceof ServiceStoppingException) {
            return status(Status.UNAVAILABLE, cause);
        }
        if (cause instanceof ModelUnavailableException) {
            // Not UNAVAILABLE, which gRPC itself says where it reaches nobody.
            return status(Status.FAILED_PRECONDITION, cause);
        }
        LOG.log(Level.ERROR, "A call failed.", cause);
        return Status.INTERNAL
                .withDescription("The inference service failed; its log says why.")
                .asRuntimeException();
    }

    private static StatusRuntimeException status(Status status, Throwable cause) {
        return status.withDescription(cause.getMessage()).asRuntimeException();
    }
}
