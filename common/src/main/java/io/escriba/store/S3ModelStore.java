package io.escriba.store;

import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * A model store in a bucket of S3, Amazon's or another server's. An object is there whole or not at all, and carries its sha256
 * among its metadata. Requests that fail are made again as the AWS SDK's standard retry mode does.
 */
final class S3ModelStore implements ModelStore, ModelReader, NetworkFiles {
    private static final String ADVICE = " Train the model again, or restore the file.";

    private final S3Location root;
    private final S3Settings settings;
    private final S3Client client;
    private final S3Failures failures;

    /**
     * A store whose keys begin with that of this location.
     *
     * @param credentials asked before each request
     * @throws IllegalArgumentException when the settings do not suffice
     */
    S3ModelStore(S3Location root, S3Settings settings, AwsCredentialsProvider credentials) {
        this.root = root;
        this.settings = settings;
        this.client = S3Clients.open(settings, credentials);
        this.failures = new S3Failures(settings.endpoint()
                .map(URI::toString)
                .orElseGet(() -> "Amazon S3, region "
                        + client.serviceClientConfiguration().region()));
    }

    @Override
    public URI put(ModelVersion version, Map<String, Path> files) throws IOException {
        for (Map.Entry<String, Path> file : files.entrySet()) {
            S3Location target = location(version).resolve(file.getKey());
            S3Upload upload = new S3Upload(client, settings, target, file.getValue());
            try {
                upload.run();
            } catch (SdkException e) {
                throw failures.of("written", target, e);
            }
        }
        return location(version).uri();
    }

    private S3Location location(ModelVersion version) {
        return root.resolve(version.name().value()).resolve(Long.toString(version.version()));
    }

    @Override
    public byte[] read(PublishedModel version) throws IOException {
        if (!S3Location.isS3(version.artifact())) {
            throw new DamagedArtifactException("'" + version.artifact() + "' is not in S3, but escriba.store is '"
                    + root + "'. Train the model again, or serve it with the store that it is in.");
        }
        S3Location object = S3Location.of(version.artifact()).resolve(ONNX);
        byte[] content = get(object, (response, in) -> S3Download.bytes(object, version.size(), response, in))
                .orElseThrow(() -> new DamagedArtifactException(
                        "'" + object + "' is not there (" + failures.server() + ")." + ADVICE));
        compare(object, Sha256.of(content), version.sha256());
        return content;
    }

    /** Copies the object to a file first: nothing is to be handed on before all of it has been compared. */
    @Override
    public InputStream open(PublishedModel version) throws IOException {
        if (!S3Location.isS3(version.artifact())) {
            throw new IOException("'" + version.artifact() + "' is not in S3.");
        }
        S3Location object = S3Location.of(version.artifact()).resolve(ONNX);
        Path copy = Files.createTempFile("escriba-model.", ".onnx");
        try {
            Optional<GetObjectResponse> fetched = get(object, (response, in) -> {
                S3Download.toFile(copy, response, in);
                return response;
            });
            if (fetched.isEmpty()) {
                throw new NoSuchFileException(object.toString());
            }
            compare(object, Sha256.of(copy), version.sha256());
            return Files.newInputStream(copy, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    @Override
    public boolean fetch(ModelVersion version, String file, Path to) throws IOException {
        S3Location object = location(version).resolve(file);
        Path partial = Files.createTempFile(to.toAbsolutePath().getParent(), to.getFileName() + ".", ".partial");
        try {
            Optional<GetObjectResponse> fetched = get(object, (response, in) -> {
                S3Download.toFile(partial, response, in);
                return response;
            });
            if (fetched.isEmpty()) {
                return false;
            }
            // What other tools brought here may have none.
            String stored = fetched.get().metadata().get(S3Upload.SHA256);
            if (stored != null) {
                compare(object, Sha256.of(partial), stored);
            }
            Files.move(partial, to, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Empty when there is no such object. */
    private <T> Optional<T> get(S3Location object, ResponseTransformer<GetObjectResponse, T> content)
            throws IOException {
        try {
            return Optional.of(
                    client.getObject(request -> request.bucket(object.bucket()).key(object.key()), content));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            Optional<IOException> own = own(e);
            throw own.isPresent() ? own.get() : failures.of("read", object, e);
        }
    }

    /** What was wrong here and not on the way, wherever the AWS SDK has put it. */
    private static Optional<IOException> own(SdkException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UncheckedIOException local) {
                return Optional.ofNullable(local.getCause());
            }
        }
        return Optional.empty();
    }

    private static void compare(S3Location object, String found, String expected) throws DamagedArtifactException {
        if (!found.equals(expected)) {
            throw new DamagedArtifactException(
                    "'" + object + "' has sha256 " + found + " but " + expected + " was announced." + ADVICE);
        }
    }

    @Override
    public void delete(ModelVersion version, String file) throws IOException {
        S3Location object = location(version).resolve(file);
        try {
            client.deleteObject(request -> request.bucket(object.bucket()).key(object.key()));
        } catch (SdkException e) {
            throw failures.of("deleted", object, e);
        }
    }

    @Override
    public void checkWritable() throws StoreAwayException {
        list();
    }

    @Override
    public void checkReadable() throws StoreAwayException {
        list();
    }

    /** Unlike other requests without a body, this one is answered with the reason where it is refused. */
    private void list() throws StoreAwayException {
        try {
            client.listObjectsV2(
                    request -> request.bucket(root.bucket()).prefix(root.key()).maxKeys(1));
        } catch (SdkException e) {
            throw failures.of("listed", root, e);
        }
    }
}
