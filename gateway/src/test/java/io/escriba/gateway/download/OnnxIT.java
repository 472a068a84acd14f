package io.escriba.gateway.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.gateway.Http;
import io.escriba.gateway.RunningGateway;
import io.escriba.gateway.TestModels;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.store.FileModelStore;
import io.escriba.store.ModelStore;
import io.quarkus.test.junit.QuarkusTest;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // Quarkus and JUnit fill the fields before the first method runs
final class OnnxIT extends RunningGateway {
    /** More than any buffer between here and there holds. */
    private static final int SIZE = 24 * 1024 * 1024;

    private static final int RECEIVE_BUFFER = 64 * 1024;

    private static final int MOST = 8;

    @ConfigProperty(name = "escriba.store")
    URI store;

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void givesTheFileThatWasPublished() throws Exception {
        byte[] old = bytes(1, 1_000);
        byte[] newest = bytes(2, SIZE);
        publish("file", 1, old);
        PublishedModel version = publish("file", 2, newest);

        HttpResponse<byte[]> answer = get("/api/models/file/onnx");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(newest);
        assertThat(answer.headers().map())
                .containsEntry("content-type", List.of("application/octet-stream"))
                .containsEntry("content-length", List.of(Integer.toString(SIZE)))
                .containsEntry("content-disposition", List.of("attachment; filename=\"file-2.onnx\""))
                .containsEntry("etag", List.of('"' + version.sha256() + '"'))
                .containsEntry(
                        "repr-digest",
                        List.of("sha-256=:"
                                + Base64.getEncoder()
                                        .encodeToString(HexFormat.of().parseHex(version.sha256()))
                                + ":"));
        assertThat(get("/api/models/file@1/onnx").body()).isEqualTo(old);
    }

    @Test
    void aReaderThatHasItGetsItNotAgain() throws Exception {
        PublishedModel version = publish("kept", 1, bytes(3, 1_000));

        assertThat(get("/api/models/kept/onnx", "If-None-Match", '"' + version.sha256() + '"')
                        .statusCode())
                .isEqualTo(304);
        assertThat(get("/api/models/kept/onnx", "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void saysWhyThereIsNoFile() throws Exception {
        assertThat(http.get("/api/models/nobody/onnx").status()).isEqualTo(404);
        assertThat(http.get("/api/models/retired/onnx").status()).isEqualTo(404);
        assertThat(http.get("/api/models/letters@9/onnx").status()).isEqualTo(404);
        assertThat(http.get("/api/models/letters@x/onnx").status()).isEqualTo(400);

        PublishedModel version = publish("damaged", 1, bytes(4, 1_000));
        Path stored = Path.of(version.artifact()).resolve(ModelStore.ONNX);
        Files.write(stored, bytes(5, 1_000));
        assertGone("damaged", "is not the one that was published");

        Files.delete(stored);
        assertGone("damaged", "has no file of damaged@1 any more");
    }

    @Test
    void whoeverGoesAwayOrWantsTheHeadersOnlyGivesItsPlaceBack() throws Exception {
        publish("places", 1, bytes(6, SIZE));
        for (int i = 0; i <= MOST; i++) {
            assertThat(http.ask("HEAD", "/api/models/places/onnx").status()).isEqualTo(200);
        }

        List<Socket> readers = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            readers.add(begin("/api/models/places/onnx"));
        }
        Http.Answer refused = http.get("/api/models/places/onnx");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isNotEmpty();

        for (Socket reader : readers) {
            reader.close();
        }
        http.await(() -> http.ask("HEAD", "/api/models/places/onnx"), answer -> answer.status() == 200);
        for (int i = 0; i < MOST; i++) {
            http.await(() -> http.ask("HEAD", "/api/models/places/onnx"), answer -> answer.status() == 200);
        }
    }

    private void assertGone(String model, String words) {
        Http.Answer answer = http.get("/api/models/" + model + "/onnx", "Accept", "*/*");
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").asText()).contains(words);
    }

    /** A reader that has the first byte and reads no more. */
    private Socket begin(String path) throws IOException {
        Socket socket = new Socket();
        // Otherwise the system may take the whole file for it.
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        assertThat(new String(new DataInputStream(in).readNBytes(15), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200 OK");
        return socket;
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private PublishedModel publish(String name, long version, byte[] onnx) throws IOException {
        PublishedModel model = TestModels.published(name, version, "ab");
        URI artifact = new FileModelStore(Path.of(store))
                .put(
                        new ModelVersion(model.name(), version),
                        Map.of(ModelStore.ONNX, Files.write(directory.resolve("onnx"), onnx)));
        PublishedModel published = TestModels.withFile(model, artifact, onnx);
        log.write(CloudEvents.json(Topic.MODELS, name, "test", PublishedModel.TYPE, published));
        http.await(
                "/api/models/" + name,
                answer -> answer.status() == 200 && answer.text().contains(published.sha256()));
        return published;
    }

    private static byte[] bytes(long seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
