package io.escriba.gateway.security.limit;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A gateway whose callers may not have much. */
public final class FewOfEverything implements QuarkusTestProfile {
    /** Requests that each may send before it takes a minute until another comes. */
    static final int BURST = 1_000;

    /** Streams that each may have. */
    static final int STREAMS = 2;

    /** The header that shows the key of this name. */
    static String[] header(String name) {
        return new String[] {"Authorization", "Bearer " + key(name)};
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "escriba.api-keys",
                Stream.of("hasty", "calm", "reader", "writer", "leaver")
                        .map(name -> name + ":" + key(name))
                        .collect(Collectors.joining(",")),
                "escriba.gateway.requests-per-minute-per-key",
                "1",
                "escriba.gateway.request-burst-per-key",
                Integer.toString(BURST),
                "escriba.gateway.max-streams-per-key",
                Integer.toString(STREAMS));
    }

    private static String key(String name) {
        return name + "-0123456789abcdef";
    }
}
