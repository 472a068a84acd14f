package io.escriba.gateway.security.body;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway with few threads that may wait for something, and little memory for bodies. */
public final class FewWorkers implements QuarkusTestProfile {
    /** Largest body with JSON, in bytes. */
    static final int MOST = 2_048;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.thread-pool.max-threads",
                "4",
                "escriba.gateway.max-json-body",
                Integer.toString(MOST),
                "escriba.gateway.body-timeout",
                "PT5M");
    }
}
