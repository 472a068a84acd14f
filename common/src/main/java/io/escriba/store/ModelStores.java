package io.escriba.store;

import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Opens the model store that a URI names. */
public final class ModelStores {
    private ModelStores() {}

    /**
     * The store at this URI, to be written to.
     *
     * @param uri such as {@code file:///some/directory} or {@code s3://bucket/prefix}
     * @param s3 used if it is in S3; credentials come from where the AWS SDK looks for them
     * @throws IllegalArgumentException when there is no such kind of store, or the settings do not suffice
     */
    public static ModelStore open(URI uri, S3Settings s3) {
        return isFile(uri) ? files(uri) : objects(uri, s3);
    }

    /** The store at this URI, to be read from; everything else as in {@link #open}. */
    public static ModelReader reader(URI uri, S3Settings s3) {
        return isFile(uri) ? files(uri) : objects(uri, s3);
    }

    /** The store at this URI, to hand files on from; everything else as in {@link #open}. */
    public static NetworkFiles networks(URI uri, S3Settings s3) {
        return isFile(uri) ? files(uri) : objects(uri, s3);
    }

    private static boolean isFile(URI uri) {
        return "file".equals(uri.getScheme());
    }

    private static FileModelStore files(URI uri) {
        return new FileModelStore(Path.of(uri));
    }

    private static S3ModelStore objects(URI uri, S3Settings settings) {
        if (!S3Location.isS3(uri)) {
            throw new IllegalArgumentException("escriba.store is '" + uri
                    + "', which is no known kind of model store. Use a file: URI, or s3://BUCKET/PREFIX.");
        }
        return new S3ModelStore(
                S3Location.of(uri),
                settings,
                DefaultCredentialsProvider.builder().build());
    }
}
