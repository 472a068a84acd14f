package io.escriba.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Brings one file to S3, where it is whole or not at all: at once if it is small, otherwise part by part. What is held of it in
 * memory does not depend on its size.
 */
final class S3Upload {
    /** The name under which an object's own sha256 is among its metadata. */
    static final String SHA256 = "escriba-sha256";

    /** Amazon S3 User Guide, "Multipart upload limits". */
    private static final long MOST_PARTS = 10_000;

    /** A server that takes nothing any more is noticed by time alone, as writing to a socket has no timeout. */
    private static final int SILENCES_PER_PART = 10;

    private static final Duration ABORT_PATIENCE = Duration.ofSeconds(5);

    private final S3Client client;
    private final S3Location target;
    private final Path file;
    private final long size;
    private final String sha256;
    private final long partSize;
    private final AwsRequestOverrideConfiguration limit;

    S3Upload(S3Client client, S3Settings settings, S3Location target, Path file) throws IOException {
        this.client = client;
        this.target = target;
        this.file = file;
        this.size = Files.size(file);
        this.sha256 = Sha256.of(file);
        this.partSize = partSize(size, settings.partSize());
        this.limit = AwsRequestOverrideConfiguration.builder()
                .apiCallAttemptTimeout(settings.timeout().multipliedBy(SILENCES_PER_PART))
                .build();
    }

    /** The size as it is set, or the least with which there are not too many parts. */
    static long partSize(long size, long set) {
        return Math.max(set, (size + MOST_PARTS - 1) / MOST_PARTS);
    }

    /** Returns when the file is stored. */
    void run() {
        if (size > partSize) {
            inParts();
        } else {
            client.putObject(
                    request -> request.bucket(target.bucket())
                            .key(target.key())
                            .metadata(metadata())
                            .overrideConfiguration(limit),
                    body(0, size));
        }
    }

    private Map<String, String> metadata() {
        return Map.of(SHA256, sha256);
    }

    private void inParts() {
        String upload = client.createMultipartUpload(request ->
                        request.bucket(target.bucket()).key(target.key()).metadata(metadata()))
                .uploadId();
        try {
            complete(upload, parts(upload));
        } catch (RuntimeException | Error e) {
            abort(upload, e);
            throw e;
        }
    }

    private List<CompletedPart> parts(String upload) {
        List<CompletedPart> parts = new ArrayList<>();
        for (long from = 0; from < size; from += partSize) {
            int number = parts.size() + 1;
            String tag = client.uploadPart(
                            request -> request.bucket(target.bucket())
                                    .key(target.key())
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .overrideConfiguration(limit),
                            body(from, Math.min(partSize, size - from)))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }
        return parts;
    }

    /** A part that is sent again is read again. */
    private RequestBody body(long from, long length) {
        return RequestBody.fromContentProvider(
                () -> FileSection.open(file, from, length), length, "application/octet-stream");
    }

    private void complete(String upload, List<CompletedPart> parts) {
        try {
            client.completeMultipartUpload(request -> request.bucket(target.bucket())
                    .key(target.key())
                    .uploadId(upload)
                    .multipartUpload(all -> all.parts(parts)));
        } catch (SdkException e) {
            // Perhaps only the answer to an earlier attempt was lost: each server has its own words for what it then
            // says.
            if (!isStored(e)) {
                throw e;
            }
        }
    }

    private boolean isStored(SdkException doubt) {
        try {
            HeadObjectResponse stored =
                    client.headObject(request -> request.bucket(target.bucket()).key(target.key()));
            return stored.contentLength() == size
                    && sha256.equals(stored.metadata().get(SHA256));
        } catch (SdkException e) {
            doubt.addSuppressed(e);
            return false;
        }
    }

    /** Until then the parts take room, though nobody sees them. */
    private void abort(String upload, Throwable cause) {
        try {
            client.abortMultipartUpload(request -> request.bucket(target.bucket())
                    .key(target.key())
                    .uploadId(upload)
                    .overrideConfiguration(AwsRequestOverrideConfiguration.builder()
                            .apiCallTimeout(ABORT_PATIENCE)
                            .build()));
        } catch (SdkException e) {
            cause.addSuppressed(e);
        }
    }
}
