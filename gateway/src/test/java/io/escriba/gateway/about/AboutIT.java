package io.escriba.gateway.about;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.gateway.RunningGateway;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // Quarkus fills the field before the first method runs
final class AboutIT extends RunningGateway {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Test
    void tellsTheVersionAndWhereKafkaIs() {
        JsonNode about = http.get("/api/about").json();

        assertThat(about.get("version").asText()).isNotEmpty();
        assertThat(about.get("kafka").asText()).isEqualTo(kafka);
    }
}
