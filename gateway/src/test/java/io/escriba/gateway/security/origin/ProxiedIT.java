package io.escriba.gateway.security.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.RunningGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** What the owner of a gateway without keys can allow. */
@QuarkusTest
@TestProfile(Proxied.class)
final class ProxiedIT extends RunningGateway {
    @Test
    void theNameOfAProxyIsAnsweredAndNoOther() {
        assertThat(ask(Proxied.NAME, "")).startsWith("HTTP/1.1 200 ");
        assertThat(ask("localhost", "")).startsWith("HTTP/1.1 200 ");
        assertThat(ask("elsewhere.example", "")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void aPageThatIsWelcomeIsAnsweredAndNoOther() {
        String site = "Sec-Fetch-Site: cross-site\r\n";

        assertThat(ask("localhost", "Origin: " + Proxied.FRIEND + "\r\n" + site))
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("access-control-allow-origin: " + Proxied.FRIEND);
        assertThat(ask("localhost", "Origin: https://elsewhere.example\r\n" + site))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContainIgnoringCase("access-control-allow-origin");
        assertThat(ask("elsewhere.example", "Origin: " + Proxied.FRIEND + "\r\n" + site))
                .startsWith("HTTP/1.1 403 ");
    }

    private String ask(String host, String headers) {
        return http.raw("GET /api/models HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Connection: close\r\n\r\n");
    }
}
