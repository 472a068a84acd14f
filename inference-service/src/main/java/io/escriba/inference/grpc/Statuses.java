package io.escriba.inference.grpc;

import io.escriba.inference.batch.ModelBrokenException;
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
    /** gRPC sends words in a trailer, and callers take trailers of 8 KiB. */
    private static final int MOST_BYTES = 6_000;
    /** Of a character that a trailer cannot carry as it is: three for each of up to four bytes. */
    private static final int ESCAPED_BYTES = 12;

    private static final System.Logger LOG = System.getLogger(Statuses.class.getName());

    private Statuses() {}

    /** The status of this failure. One that nobody expects is logged; its caller learns only that it happened. */
    static StatusRuntimeException of(Throwable failure) {
        StatusRuntimeException status = ofLogged(failure);
        if (status.getStatus().getCode() == Status.Code.INTERNAL) {
            LOG.log(Level.ERROR, "A call failed.", failure);
        }
        return status;
    }

    /** As {@link #of}, for a failure that has been logged where it happened. */
    static StatusRuntimeException ofLogged(Throwable failure) {
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
        if (cause instanceof ServiceStoppingException || cause instanceof ModelBrokenException) {
            return status(Status.UNAVAILABLE, cause);
        }
        if (cause instanceof ModelUnavailableException) {
            // Not UNAVAILABLE, which gRPC itself says where it reaches nobody.
            return status(Status.FAILED_PRECONDITION, cause);
        }
        return Status.INTERNAL
                .withDescription("The inference service failed; its log says why.")
                .asRuntimeException();
    }

    private static StatusRuntimeException status(Status status, Throwable cause) {
        return status.withDescription(shortened(String.valueOf(cause.getMessage())))
                .asRuntimeException();
    }

    /** A message may name what was sent, which may be long. */
    private static String shortened(String words) {
        int bytes = 0;
        for (int end = 0; end < words.length(); end = words.offsetByCodePoints(end, 1)) {
            char next = words.charAt(end);
            bytes += next >= ' ' && next < '~' && next != '%' ? 1 : ESCAPED_BYTES;
            if (bytes > MOST_BYTES) {
                return words.substring(0, end) + " ...";
            }
        }
        return words;
    }
}
