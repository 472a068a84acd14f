package io.escriba.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.Http;
import io.escriba.gateway.Http.Answer;
import io.escriba.gateway.RunningGateway;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** What Quarkus's own settings open, and how the gateway keeps to its rules then. */
@QuarkusTest
@TestProfile(Opened.class)
@SuppressWarnings("NullAway.Init") // Quarkus fills the field before the first method runs
final class OpenedIT extends RunningGateway {
    @TestHTTPResource(value = "/", tls = true)
    URI secure;

    @Test
    void aPageThatIsNamedMayAskAndNoOther() {
        String friend = preflight(Opened.ORIGIN);
        assertThat(friend)
                .contains("HTTP/1.1 200 ")
                .containsIgnoringCase("access-control-allow-origin: " + Opened.ORIGIN);

        String other = preflight("https://elsewhere.example");
        assertThat(other).doesNotContainIgnoringCase("access-control-allow-origin");
    }

    @Test
    void aPageThatIsNamedNeedsAKeyAllTheSame() {
        String answer = http.raw("GET /api/models HTTP/1.1\r\nHost: localhost\r\nOrigin: " + Opened.ORIGIN
                + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void overTlsBrowsersAreToldToStayWithIt() throws GeneralSecurityException, IOException {
        assertThat(secure.getScheme()).isEqualTo("https");
        Http https =
                new Http(secure, HttpClient.newBuilder().sslContext(trust()).build());

        Answer answer = https.get("/api/models", Keys.header(Keys.ALICE));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().sslSession()).isPresent();
        assertThat(answer.header("Strict-Transport-Security")).startsWith("max-age=31536000");
        assertThat(https.get("/").header("Strict-Transport-Security")).isNotEmpty();
        assertThat(http.get("/").header("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void whatUsersSendIsEscapedInTheFileToo() {
        // HTTP allows this line break of Unicode's, and no other control character.
        String sent = "marked\u0085alice";

        http.raw(
                "GET /api/models HTTP/1.1\r\nHost: localhost\r\nUser-Agent: " + sent + "\r\nConnection: close\r\n\r\n");

        String line = await("marked");
        assertThat(line).contains("marked\\u0085alice").doesNotContain("\u0085");
    }

    private String preflight(String origin) {
        return http.raw("OPTIONS /v1/completions HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
                + "\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n"
                + "Connection: close\r\n\r\n");
    }

    /** The log's line with this word, when it is there. */
    private String await(String word) {
        http.await("/q/health/live", answer -> log().contains(word));
        return log().lines().filter(line -> line.contains(word)).findFirst().orElseThrow();
    }

    private static String log() {
        try {
            return Files.readString(Opened.log(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trusts the gateway's certificate and no other. */
    private static SSLContext trust() throws GeneralSecurityException, IOException {
        KeyStore made = KeyStore.getInstance(Opened.keyStore().toFile(), Opened.PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("gateway", made.getCertificate("gateway"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
