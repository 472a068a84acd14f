package io.escriba.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.s3server.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

/** A store on a real server, which is stopped in the middle of what it does. */
class S3ModelStoreIT {
    private static final ModelVersion VERSION = new ModelVersion(new Name("nomes"), 3);
    private static final String KEY = "escriba/nomes/3/model.onnx";
    private static final AwsCredentialsProvider CREDENTIALS =
            credentials(S3Server.ACCESS_KEY_ID, S3Server.SECRET_ACCESS_KEY);
    private static final int MIB = 1 << 20;
    private static final int PART = 5 * MIB;
    private static final String SECOND_PART = "PUT \\S*/model.onnx\\?\\S*partNumber=2";
    private static final String READ = "GET \\S*/model.onnx";

    @TempDir
    private Path directory;

    private S3Server server;
    private Path file;
    private S3ModelStore store;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.start();
        file = directory.resolve("local");
        byte[] content = new byte[2 * PART + MIB];
        new Random(7).nextBytes(content);
        Files.write(file, content);
        store = store(settings(server.endpoint(), Duration.ofSeconds(20)), CREDENTIALS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatWasPutIsReadWhateverItsSize() throws IOException {
        Path small = Files.writeString(directory.resolve("small"), "{}");
        Path empty = Files.createFile(directory.resolve("empty"));
        Path exact = Files.write(directory.resolve("exact"), new byte[2 * PART]);

        URI artifact = store.put(
                VERSION,
                Map.of(
                        ModelStore.ONNX, file,
                        ModelStore.MANIFEST, small,
                        ModelStore.WEIGHTS, exact,
                        ModelStore.TRAINING, empty));

        assertThat(artifact).isEqualTo(URI.create("s3://models/escriba/nomes/3"));
        assertThat(store.read(Publications.of(VERSION, artifact, file))).isEqualTo(Files.readAllBytes(file));
        Path to = directory.resolve("to");
        assertThat(store.fetch(VERSION, ModelStore.MANIFEST, to)).isTrue();
        assertThat(to).hasContent("{}");
        assertThat(store.fetch(VERSION, ModelStore.WEIGHTS, to)).isTrue();
        assertThat(to).hasSameBinaryContentAs(exact);
        assertThat(store.fetch(VERSION, ModelStore.TRAINING, to)).isTrue();
        assertThat(to).isEmptyFile();
        assertThat(server.unfinishedUploads()).isEmpty();
    }

    @Test
    void aStoreThatCanBeUsedIsFoundUsableThoughNothingIsInIt() throws IOException {
        store.checkWritable();
        store.checkReadable();

        assertThat(server.keys()).isEmpty();
    }

    @Test
    void whatIsDeletedOrWasNeverThereIsNotFetched() throws IOException {
        Path to = Files.writeString(directory.resolve("to"), "before");
        store.put(VERSION, Map.of(ModelStore.TRAINING, file));

        store.delete(VERSION, ModelStore.TRAINING);
        store.delete(VERSION, ModelStore.TRAINING);

        assertThat(store.fetch(VERSION, ModelStore.TRAINING, to)).isFalse();
        assertThat(to).hasContent("before");
    }

    @Test
    void aNetworkIsHandedOnOnlyIfItIsWhatWasAnnounced() throws IOException {
        URI artifact = store.put(VERSION, Map.of(ModelStore.ONNX, file));
        PublishedModel version = Publications.of(VERSION, artifact, file);
        try (InputStream network = store.open(version)) {
            assertThat(network).hasSameContentAs(Files.newInputStream(file));
        }

        store.put(VERSION, Map.of(ModelStore.ONNX, Files.writeString(directory.resolve("other"), "weights")));
        assertThatThrownBy(() -> store.open(version))
                .isInstanceOf(DamagedArtifactException.class)
                .hasMessageContaining(version.sha256());

        store.delete(VERSION, ModelStore.ONNX);
        assertThatThrownBy(() -> store.open(version))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(KEY);
    }

    @Test
    void anUploadGoesOnWhenConnectionsBreak() throws IOException {
        server.breakWhileItReceives(SECOND_PART, MIB, 2);

        URI artifact = store.put(VERSION, Map.of(ModelStore.ONNX, file));

        assertThat(store.read(Publications.of(VERSION, artifact, file))).hasSize(2 * PART + MIB);
    }

    @Test
    void anUploadIsCompleteThoughTheAnswerIsLost() throws IOException {
        server.breakWhileItSends("POST \\S*/model.onnx\\?uploadId=", 0, 1);

        URI artifact = store.put(VERSION, Map.of(ModelStore.ONNX, file));

        assertThat(store.read(Publications.of(VERSION, artifact, file))).hasSize(2 * PART + MIB);
    }

    @Test
    void nothingIsThereWhenTheServerIsStoppedInMidUpload() throws Exception {
        server.stopWhileItReceives(SECOND_PART, MIB);

        assertThatThrownBy(() -> store.put(VERSION, Map.of(ModelStore.ONNX, file)))
                .isInstanceOf(StoreAwayException.class)
                .hasMessageContaining("'s3://models/" + KEY + "' cannot be written (" + server.endpoint() + ")")
                .hasMessageContaining("The server cannot be reached, or broke off");

        server.startAgain();
        assertThat(server.keys()).doesNotContain(KEY);
        assertThat(store.fetch(VERSION, ModelStore.ONNX, directory.resolve("to")))
                .isFalse();
        store.put(VERSION, Map.of(ModelStore.ONNX, file));
        assertThat(store.fetch(VERSION, ModelStore.ONNX, directory.resolve("to")))
                .isTrue();
    }

    @Test
    void whatWasThereStaysWhenItsReplacementBreaksOff() throws Exception {
        Path old = Files.writeString(directory.resolve("old"), "old weights");
        URI artifact = store.put(VERSION, Map.of(ModelStore.ONNX, old));
        server.breakWhileItReceives(SECOND_PART, MIB, 3);

        assertThatThrownBy(() -> store.put(VERSION, Map.of(ModelStore.ONNX, file)))
                .isInstanceOf(StoreAwayException.class);

        assertThat(store.read(Publications.of(VERSION, artifact, old))).isEqualTo("old weights".getBytes(UTF_8));
        assertThat(server.unfinishedUploads()).isEmpty();
    }

    @Test
    void aServerThatTakesNothingAnyMoreIsGivenUp() throws Exception {
        // What the system's own buffers hold is taken in any case.
        Files.write(file, new byte[32 * MIB]);
        S3Settings impatient = new S3Settings(
                Optional.of(server.endpoint()), Optional.empty(), true, 64L * MIB, 1, Duration.ofMillis(100));
        server.stallWhileItReceives("PUT \\S*/model.onnx", MIB);

        assertThatThrownBy(() -> store(impatient, CREDENTIALS).put(VERSION, Map.of(ModelStore.ONNX, file)))
                .isInstanceOf(StoreAwayException.class);

        assertThat(server.keys()).doesNotContain(KEY);
    }

    @Test
    void aDownloadBeginsAgainWhenConnectionsBreak() throws IOException {
        URI artifact = store.put(VERSION, Map.of(ModelStore.ONNX, file));
        Path to = directory.resolve("to");

        server.breakWhileItSends(READ, MIB, 2);
        byte[] content = store.read(Publications.of(VERSION, artifact, file));
        server.breakWhileItSends(READ, MIB, 2);
        boolean fetched = store.fetch(VERSION, ModelStore.ONNX, to);

        assertThat(content).isEqualTo(Files.readAllBytes(file));
        assertThat(fetched).isTrue();
        assertThat(to).hasSameBinaryContentAs(file);
    }

    @Test
    void nothingIsReadWhenTheServerIsStoppedInMidDownload() throws Exception {
        URI artifact = store.put(VERSION, Map.of(ModelStore.ONNX, file));
        Path to = directory.resolve("to");

        server.stopWhileItSends(READ, MIB);
        assertThatThrownBy(() -> store.read(Publications.of(VERSION, artifact, file)))
                .isInstanceOf(StoreAwayException.class)
                .hasMessageContaining("'s3://models/" + KEY + "' cannot be read (" + server.endpoint() + ")");
        server.startAgain();
        server.stopWhileItSends(READ, MIB);
        assertThatThrownBy(() -> store.fetch(VERSION, ModelStore.ONNX, to)).isInstanceOf(StoreAwayException.class);

        assertThat(directory).isDirectoryNotContaining("glob:**/to*");
        server.startAgain();
        assertThat(store.read(Publications.of(VERSION, artifact, file))).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void whatIsNotWhatWasStoredIsNotUsed() throws IOException {
        URI artifact = store.put(VERSION, Map.of(ModelStore.ONNX, file));
        PublishedModel version = Publications.of(VERSION, artifact, file);
        Path to = directory.resolve("to");

        server.replace(KEY, "half".getBytes(UTF_8));
        assertThatThrownBy(() -> store.read(version))
                .isInstanceOf(DamagedArtifactException.class)
                .hasMessageContaining(
                        "'s3://models/" + KEY + "' has 4 bytes but " + version.size() + " were announced");

        server.replace(KEY, new byte[(int) version.size()]);
        assertThatThrownBy(() -> store.read(version))
                .isInstanceOf(DamagedArtifactException.class)
                .hasMessageContainingAll(
                        "s3://models/" + KEY, version.sha256(), Sha256.of(new byte[(int) version.size()]));
        assertThatThrownBy(() -> store.fetch(VERSION, ModelStore.ONNX, to))
                .isInstanceOf(DamagedArtifactException.class)
                .hasMessageContaining(Sha256.of(file));
        assertThat(to).doesNotExist();
    }

    @Test
    void whatIsGoneIsSomethingElseThanAStoreThatIsAway() throws IOException {
        URI artifact = store.put(VERSION, Map.of(ModelStore.ONNX, file));
        store.delete(VERSION, ModelStore.ONNX);

        assertThatThrownBy(() -> store.read(Publications.of(VERSION, artifact, file)))
                .isInstanceOf(DamagedArtifactException.class)
                .hasMessageContaining("'s3://models/" + KEY + "' is not there");
        assertThatThrownBy(() -> store.read(Publications.of(VERSION, directory.toUri(), file)))
                .isInstanceOf(DamagedArtifactException.class)
                .hasMessageContaining("is not in S3");
    }

    @Test
    void aFullDiskIsNotTakenForAServerThatIsAway() throws IOException {
        store.put(VERSION, Map.of(ModelStore.ONNX, file));
        Path to = directory.resolve("to");
        Files.createDirectories(to.resolve("occupied"));

        assertThatThrownBy(() -> store.fetch(VERSION, ModelStore.ONNX, to))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(StoreAwayException.class)
                .hasMessageContaining(to.toString());
    }

    @Test
    void whoMayNotUseTheServerIsToldSo() {
        S3Settings settings = settings(server.endpoint(), Duration.ofSeconds(20));

        assertRefused(store(settings, credentials(S3Server.ACCESS_KEY_ID, "wrong")), "The credentials are refused");
        assertRefused(store(settings, credentials("nobody", "wrong")), "The credentials are refused");
        assertRefused(
                store(settings, AwsCredentialsProviderChain.of(SystemPropertyCredentialsProvider.create())),
                "There are no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void aBucketThatIsNotThereIsNamed() {
        S3Settings settings = settings(server.endpoint(), Duration.ofSeconds(20));

        assertRefused(
                new S3ModelStore(new S3Location("elsewhere", ""), settings, CREDENTIALS),
                "There is no bucket 'elsewhere'. Create it, or correct escriba.store.");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + unused);

        assertRefused(
                store(settings(nobody, Duration.ofSeconds(20)), CREDENTIALS), "(" + nobody + "). The server cannot");
        assertRefused(
                store(settings(URI.create("http://nowhere.invalid"), Duration.ofSeconds(20)), CREDENTIALS),
                "The host is not known");
    }

    /** Every way. */
    private void assertRefused(S3ModelStore refused, String reason) {
        Path small = directory.resolve("small");

        assertThatThrownBy(() -> refused.put(VERSION, Map.of(ModelStore.ATTEMPTS, Files.writeString(small, "1"))))
                .isInstanceOf(StoreAwayException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(refused::checkWritable)
                .isInstanceOf(StoreAwayException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(refused::checkReadable)
                .isInstanceOf(StoreAwayException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> refused.fetch(VERSION, ModelStore.ATTEMPTS, directory.resolve("to")))
                .isInstanceOf(StoreAwayException.class)
                .hasMessageContaining(reason);
    }

    private static AwsCredentialsProvider credentials(String id, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
    }

    private static S3Settings settings(URI endpoint, Duration timeout) {
        return new S3Settings(Optional.of(endpoint), Optional.empty(), true, PART, 3, timeout);
    }

    private static S3ModelStore store(S3Settings settings, AwsCredentialsProvider credentials) {
        return new S3ModelStore(new S3Location(S3Server.BUCKET, "escriba"), settings, credentials);
    }
}
