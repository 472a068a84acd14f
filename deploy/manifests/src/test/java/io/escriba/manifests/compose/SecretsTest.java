package io.escriba.manifests.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.manifests.ServiceModule;
import io.escriba.manifests.docker.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    private Path directory;

    @Test
    void areMadeOnceAndKept() throws Exception {
        String first = Secrets.makeIn(directory);

        assertThat(first).matches("[0-9a-f]{64}");
        assertThat(Secrets.makeIn(directory)).isEqualTo(first);
    }

    @Test
    void areForTheirOwnerAlone() throws Exception {
        Secrets.makeIn(directory);

        assertThat(Files.getPosixFilePermissions(directory.resolve("gateway.properties")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void haveTheNamesThatTheGatewayKnows() throws Exception {
        Secrets.makeIn(directory);

        assertThat(properties().stringPropertyNames())
                .hasSize(2)
                .allMatch(key -> ServiceModule.GATEWAY.variables().contains(ServiceModule.variable(key)));
    }

    private Properties properties() throws IOException {
        Properties properties = new Properties();
        try (var file = Files.newBufferedReader(directory.resolve("gateway.properties"))) {
            properties.load(file);
        }
        return properties;
    }
}
