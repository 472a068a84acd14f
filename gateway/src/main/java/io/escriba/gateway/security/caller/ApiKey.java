package io.escriba.gateway.security.caller;

import io.escriba.name.Name;
import io.escriba.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A key to the gateway, of which only the hash is kept.
 *
 * @param digest SHA-256 of the key in UTF-8, 32 bytes
 */
record ApiKey(Caller owner, byte[] digest) {
    private static final String HASHED = "sha256:";
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{64}");

    /** What can be sent as a bearer token (RFC 6750, section 2.1), and is not guessed. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~+/-]{16,1000}=*");

    ApiKey {
        digest = digest.clone();
    }

    /**
     * Reads {@code NAME:KEY} or {@code NAME:sha256:HASH}.
     *
     * @throws IllegalArgumentException when it is neither; the message does not show the key
     */
    static ApiKey parse(String entry) {
        int colon = entry.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "has no colon. Write NAME:KEY, or NAME:sha256: and the key's SHA-256 in hexadecimal.");
        }
        String name = entry.substring(0, colon);
        String key = entry.substring(colon + 1);
        if (!Name.isValid(name)) {
            throw new IllegalArgumentException("has no valid name before its colon. Use 1 to 63 of the characters"
                    + " a-z 0-9 . _ - and begin with a letter or a digit.");
        }
        if (key.startsWith(HASHED)) {
            String hash = key.substring(HASHED.length());
            if (!HEXADECIMAL.matcher(hash).matches()) {
                throw new IllegalArgumentException("('" + name + "') has a hash of " + hash.length()
                        + " characters, or of some that are not hexadecimal. Write the 64 digits that this prints:"
                        + " printf %s KEY | sha256sum");
            }
            return new ApiKey(new Caller(name), HexFormat.of().parseHex(hash));
        }
        if (!PLAIN.matcher(key).matches()) {
            throw new IllegalArgumentException("('" + name + "') has a key of " + key.length()
                    + " characters, or with some that no bearer token has. Use 16 to 1000 of A-Z a-z 0-9 - . _ ~ + /,"
                    + " such as this prints: openssl rand -hex 32");
        }
        return new ApiKey(new Caller(name), digestOf(key));
    }

    /** What is kept of a key. */
    static byte[] digestOf(String key) {
        return Sha256.digest().digest(key.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] digest() {
        return digest.clone();
    }

    /** Without the hash, which may be that of a key which can be guessed. */
    @Override
    public String toString() {
        return "key of " + owner.name();
    }
}
