package io.escriba.gateway.security.caller;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a request shows in its header {@code Authorization} (RFC 6750, section 2.1). */
final class BearerToken {
    private static final String SCHEME = "bearer ";

    private BearerToken() {}

    /**
     * The token; empty when there is none.
     *
     * @param authorization all values of the header
     */
    static Optional<String> of(List<String> authorization) {
        // Of several, a proxy may look at one and this gateway at another.
        return authorization.size() == 1
                        && authorization.get(0).toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? Optional.of(authorization.get(0).substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
