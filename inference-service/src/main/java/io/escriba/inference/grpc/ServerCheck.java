package io.escriba.inference.grpc;

import io.quarkus.grpc.runtime.GrpcServerRecorder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Ends a process whose gRPC server has not started: Quarkus only logs that, and would go on serving health alone. */
@Singleton
final class ServerCheck {
    private final String host;
    private final int port;

    ServerCheck(
            @ConfigProperty(name = "quarkus.grpc.server.host") String host,
            @ConfigProperty(name = "quarkus.grpc.server.port") int port) {
        this.host = host;
        this.port = port;
    }

    void check(@Observes @Priority(1) StartupEvent event) {
        if (GrpcServerRecorder.getVerticleCount() == 0) {
            throw new IllegalStateException("gRPC is not served at " + host + ":" + port
                    + ", for the reason logged before. If the port is in use, stop what listens there, or choose"
                    + " another quarkus.grpc.server.port.");
        }
    }
}
