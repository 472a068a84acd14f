package io.escriba.gateway.request;

import io.escriba.name.Name;
import io.escriba.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a client calls a request, so that it counts once however often it is sent (Internet-Draft {@code
 * draft-ietf-httpapi-idempotency-key-header}).
 *
 * @param value 1 to 200 printable ASCII characters
 */
public record IdempotencyKey(String value) {
    /** The header of a request that has a key. */
    public static final String HEADER = "Idempotency-Key";

    /** The header of an answer that was given before. */
    public static final String REPLAYED_HEADER = "Idempotent-Replayed";

    /** What every key matches. */
    public static final String PATTERN = "^[ -~]{1,200}$";

    private static final Pattern VALID = Pattern.compile(PATTERN);

    /**
     * Takes the value of the header.
     *
     * @throws IllegalArgumentException when it is no key
     */
    public IdempotencyKey {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("It has " + value.length()
                    + " characters, or some that are not printable ASCII; use 1 to 200 of those, such as a UUID.");
        }
    }

    /**
     * What stands for the key among all keys for a corpus or a model.
     *
     * @return SHA-256 in hexadecimal
     */
    public String hash(Name scope) {
        // A name has no slash, so no two pairs are written alike.
        return Sha256.of((scope + "/" + value).getBytes(StandardCharsets.UTF_8));
    }
}
