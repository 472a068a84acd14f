package io.escriba.gateway.security.body;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What bodies may be like.
 *
 * @param json most bytes of JSON
 * @param upload most bytes of an upload; empty for any number
 * @param timeout for the next bytes of an upload, and for the whole of JSON
 */
record BodyLimits(long json, OptionalLong upload, Duration timeout) {
    static final String JSON = "escriba.gateway.max-json-body";
    static final String UPLOAD = "escriba.gateway.max-upload";

    private static final long LEAST = 1 << 10;
    private static final long MOST_JSON = 64 << 20;

    BodyLimits {
        if (json < LEAST || json > MOST_JSON) {
            throw new IllegalArgumentException(JSON + " is " + json + " bytes; use 1K to 64M.");
        }
        if (upload.isPresent() && upload.getAsLong() < LEAST) {
            throw new IllegalArgumentException(
                    UPLOAD + " is " + upload.getAsLong() + " bytes; use 1K or more, or leave it out.");
        }
    }
}
