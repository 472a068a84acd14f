package io.escriba.store;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How S3 is spoken to. Credentials are no part of it: they come from where the AWS SDK looks for them.
 *
 * @param endpoint of a server other than Amazon's
 * @param region empty for the one that the AWS SDK finds, or {@code us-east-1} where there is an endpoint
 * @param pathStyle whether the bucket is in the path instead of the host name
 * @param partSize bytes; larger files are sent in parts of this size, 5 MiB to 5 GiB
 * @param attempts at each request, the first included; 1 to 100
 * @param timeout how long the server may be silent, 1 ms to 1 h
 */
public record S3Settings(
        Optional<URI> endpoint,
        Optional<String> region,
        boolean pathStyle,
        long partSize,
        int attempts,
        Duration timeout) {
    /** What S3 takes for a part, except for the last one of a file (Amazon S3 User Guide, "Multipart upload limits"). */
    private static final long LEAST_PART = 5L << 20;

    private static final long LARGEST_PART = 5L << 30;
    private static final int MOST_ATTEMPTS = 100;
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException when one is out of its range
     */
    public S3Settings {
        if (endpoint.filter(uri -> uri.getHost() == null || !isHttp(uri)).isPresent()) {
            throw new IllegalArgumentException(
                    "escriba.s3.endpoint is '" + endpoint.get() + "'. Use a URI such as https://s3.example.org:9000.");
        }
        if (partSize < LEAST_PART || partSize > LARGEST_PART) {
            throw new IllegalArgumentException("escriba.s3.part-size is " + partSize + " bytes. Use 5M to 5120M.");
        }
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "escriba.s3.attempts is " + attempts + ". Use 1 to " + MOST_ATTEMPTS + ".");
        }
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("escriba.s3.timeout is " + timeout + ". Use 1ms to 1h.");
        }
    }

    private static boolean isHttp(URI uri) {
        return "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    }
}
