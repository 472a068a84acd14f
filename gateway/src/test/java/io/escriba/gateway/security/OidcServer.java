package io.escriba.gateway.security;

import com.sun.net.httpserver.HttpServer;
import io.escriba.json.Json;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A small provider (OpenID Connect Discovery 1.0, RFC 7517): it says where its key is, and issues tokens. */
public final class OidcServer implements QuarkusTestResourceLifecycleManager {
    private static final String KEY_ID = "one";

    private final KeyPair keys = keyPair();
    private final HttpServer server = server();

    /** What a token says. */
    record Token(String user, String issuer, String audience, Instant expires) {}

    /** A token for the gateway, which is valid for a while. */
    Token token(String user) {
        return new Token(user, url(), "escriba", Instant.now().plus(Duration.ofHours(1)));
    }

    /** Signs with the provider's key. */
    String sign(Token token) {
        return sign(token, keys);
    }

    /** Signs with a key that is not the provider's, though it is called so. */
    String forge(Token token) {
        return sign(token, keyPair());
    }

    /** The same without any signature (RFC 7519, section 6). */
    static String unsigned(String signed) {
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII));
        return header + signed.substring(signed.indexOf('.'), signed.lastIndexOf('.') + 1);
    }

    @Override
    public Map<String, String> start() {
        answer("/.well-known/openid-configuration", Map.of("issuer", url(), "jwks_uri", url() + "/keys"));
        answer("/keys", Map.of("keys", List.of(jwk((RSAPublicKey) keys.getPublic()))));
        server.start();
        return Map.of("quarkus.oidc.tenant-enabled", "true", "quarkus.oidc.auth-server-url", url());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(OidcServer.class));
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(String path, Object json) {
        byte[] body = Json.bytes(json);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static String sign(Token token, KeyPair keys) {
        return Jwt.preferredUserName(token.user())
                .subject("subject-of-" + token.user())
                .issuer(token.issuer())
                .audience(token.audience())
                .expiresAt(token.expires())
                .jws()
                .keyId(KEY_ID)
                .sign(keys.getPrivate());
    }

    private static Map<String, String> jwk(RSAPublicKey key) {
        return Map.of(
                "kty",
                "RSA",
                "kid",
                KEY_ID,
                "alg",
                "RS256",
                "use",
                "sig",
                "n",
                number(key.getModulus()),
                "e",
                number(key.getPublicExponent()));
    }

    /** Without the byte that Java adds for the sign. */
    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int first = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, first, bytes.length));
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
