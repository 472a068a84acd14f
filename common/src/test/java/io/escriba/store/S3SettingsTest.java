package io.escriba.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class S3SettingsTest {
    private static final int PART = 5 << 20;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void namesWhatIsOutOfRange() {
        assertRefused(() -> settings("minio:9000", PART, 1, SECOND), "escriba.s3.endpoint is 'minio:9000'");
        assertRefused(() -> settings("ftp://minio", PART, 1, SECOND), "escriba.s3.endpoint is 'ftp://minio'");
        assertRefused(() -> settings("http://minio", PART - 1, 1, SECOND), "escriba.s3.part-size is 5242879 bytes");
        assertRefused(() -> settings("http://minio", (5L << 30) + 1, 1, SECOND), "escriba.s3.part-size");
        assertRefused(() -> settings("http://minio", PART, 0, SECOND), "escriba.s3.attempts is 0");
        assertRefused(() -> settings("http://minio", PART, 101, SECOND), "escriba.s3.attempts is 101");
        assertRefused(() -> settings("http://minio", PART, 1, Duration.ZERO), "escriba.s3.timeout is PT0S");
        assertRefused(() -> settings("http://minio", PART, 1, Duration.ofHours(2)), "escriba.s3.timeout is PT2H");
    }

    @Test
    void aUriNamesABucketAndWhatKeysBeginWith() {
        assertThat(S3Location.of(URI.create("s3://models"))).isEqualTo(new S3Location("models", ""));
        assertThat(S3Location.of(URI.create("s3://models/"))).isEqualTo(new S3Location("models", ""));
        assertThat(S3Location.of(URI.create("s3://my_models/a/b/"))).isEqualTo(new S3Location("my_models", "a/b"));
        assertThat(S3Location.of(URI.create("s3://models/a%20b")).uri()).isEqualTo(URI.create("s3://models/a%20b"));
        assertThat(new S3Location("models", "").resolve("a").resolve("1").uri())
                .isEqualTo(URI.create("s3://models/a/1"));
    }

    @Test
    void otherUrisAreRefused() {
        for (String uri :
                new String[] {"s3:models", "s3:///models", "s3://me@models", "s3://models:9000", "s3://m?a=b"}) {
            assertRefused(() -> S3Location.of(URI.create(uri)), "'" + uri + "' names no place in S3");
        }
    }

    @Test
    void aFileNeverHasTooManyParts() {
        long part = S3Upload.partSize(1L << 40, PART);

        assertThat(part).isGreaterThan(PART);
        assertThat(((1L << 40) - 1) / part + 1).isLessThanOrEqualTo(10_000);
        assertThat(S3Upload.partSize(1L << 30, PART)).isEqualTo(PART);
    }

    private static S3Settings settings(String endpoint, long partSize, int attempts, Duration timeout) {
        return new S3Settings(Optional.of(URI.create(endpoint)), Optional.empty(), true, partSize, attempts, timeout);
    }

    private static void assertRefused(Supplier<?> made, String reason) {
        assertThatThrownBy(made::get)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
