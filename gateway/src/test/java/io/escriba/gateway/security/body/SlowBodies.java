package io.escriba.gateway.security.body;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway without patience, to which only little can be sent. */
public final class SlowBodies implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "escriba.gateway.body-timeout", "PT0.3S",
                "escriba.gateway.max-json-body", "2K",
                "escriba.gateway.max-upload", "100K");
    }
}
