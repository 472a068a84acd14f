package io.escriba.inference.grpc;

import java.util.List;

/** A request cannot be fulfilled as it is. The message names everything that is wrong with it. */
final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidRequestException(List<String> problems) {
        super(String.join(" ", problems));
    }
}
