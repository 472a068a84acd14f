package io.escriba.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * An object in a bucket, or what the keys of several begin with.
 *
 * @param key without a slash at either end; empty for the bucket itself
 */
record S3Location(String bucket, String key) {
    private static final Pattern SLASHES_AROUND = Pattern.compile("^/+|/+$");

    static boolean isS3(URI uri) {
        return "s3".equals(uri.getScheme());
    }

    /**
     * What a URI names.
     *
     * @throws IllegalArgumentException when it is none of S3
     */
    static S3Location of(URI uri) {
        String bucket = uri.getAuthority();
        if (!isS3(uri) || bucket == null || bucket.contains("@") || bucket.contains(":") || hasMore(uri)) {
            throw new IllegalArgumentException("'" + uri + "' names no place in S3. Use s3://BUCKET/PREFIX.");
        }
        return new S3Location(bucket, SLASHES_AROUND.matcher(uri.getPath()).replaceAll(""));
    }

    private static boolean hasMore(URI uri) {
        return uri.getQuery() != null || uri.getFragment() != null;
    }

    /** What lies below. */
    S3Location resolve(String name) {
        return new S3Location(bucket, key.isEmpty() ? name : key + "/" + name);
    }

    /** The way back from {@link #of}. */
    URI uri() {
        try {
            return new URI("s3", bucket, "/" + key, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Bucket '" + bucket + "' came from a URI.", e);
        }
    }

    @Override
    public String toString() {
        return uri().toString();
    }
}
