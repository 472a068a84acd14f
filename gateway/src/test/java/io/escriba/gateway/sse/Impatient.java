package io.escriba.gateway.sse;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway that breaks silence as soon as it may, and compresses what it may. */
public final class Impatient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("escriba.gateway.keep-alive", "PT1S", "quarkus.http.enable-compression", "true");
    }
}
