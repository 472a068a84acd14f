package io.escriba.gateway;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;

/** What a test of the running gateway has at hand. The gateway is ready when a test begins. */
@WithTestResource(Surroundings.class)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields before the first method runs
public abstract class RunningGateway {
    @TestHTTPResource
    protected URI address;

    /** The inference service that it calls. */
    protected FakeInference inference;

    /** The topics that it shares with other services. */
    protected Log log;

    /** A client of it. */
    protected Http http;

    @BeforeEach
    void connect() {
        http = new Http(address);
        http.await("/q/health/ready", answer -> answer.status() == 200);
    }
}
