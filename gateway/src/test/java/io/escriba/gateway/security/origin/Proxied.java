package io.escriba.gateway.security.origin;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway without keys behind a proxy that has a name, with a page elsewhere that may ask it. */
public final class Proxied implements QuarkusTestProfile {
    static final String NAME = "escriba.example";
    static final String FRIEND = "https://friend.example";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "escriba.gateway.hosts",
                NAME,
                "quarkus.http.cors.enabled",
                "true",
                "quarkus.http.cors.origins",
                FRIEND);
    }
}
