package io.escriba.gateway.security;

import io.escriba.gateway.security.caller.Callers;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Keeps a gateway that asks nobody for a key on this machine. */
@Singleton
final class Listening {
    private static final Logger LOG = Logger.getLogger(Listening.class);

    /** Before anything is asked of Kafka: what is wrong here is known at once. */
    void check(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start,
            Callers callers,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        if (!callers.areAsked() && !isLoopback(host)) {
            throw new IllegalStateException("No API keys are set, and quarkus.http.host is '" + host
                    + "', where others can reach this gateway. Set escriba.api-keys or escriba.api-keys.file, or"
                    + " quarkus.oidc.tenant-enabled to true, or quarkus.http.host to 127.0.0.1.");
        }
        LOG.info(callers.description());
    }

    /** Whether all addresses of a host are this machine's own. */
    static boolean isLoopback(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
