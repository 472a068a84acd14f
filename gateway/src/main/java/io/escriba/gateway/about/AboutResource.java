package io.escriba.gateway.about;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells what runs here. */
@Path("/api/about")
@Tag(name = "about", description = "What runs here")
@NonBlocking
public final class AboutResource {
    private final About about;

    AboutResource(
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "kafka.bootstrap.servers") String kafka) {
        about = new About(version, kafka);
    }

    /**
     * What runs here.
     *
     * @param version of Escriba
     * @param kafka brokers that anybody can publish texts to, {@code HOST:PORT} with commas between them
     */
    public record About(String version, String kafka) {}

    /** What runs here. */
    @GET
    @Operation(
            summary = "The version, and where Kafka is",
            description = "`kafka` is the address that the gateway itself uses: HOST:PORT, several with commas between"
                    + " them. Any producer can publish a text there, to the topic `escriba.corpus`.")
    public About about() {
        return about;
    }
}
