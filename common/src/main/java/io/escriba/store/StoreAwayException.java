package io.escriba.store;

import java.io.IOException;

/**
 * The model store cannot be used now. The message says where, why and what to do, in sentences that need no others; the same
 * may succeed later.
 */
public final class StoreAwayException extends IOException {
    private static final long serialVersionUID = 1L;

    public StoreAwayException(String message) {
        super(message);
    }

    public StoreAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
