package io.escriba.store;

import java.net.URI;
import java.nio.file.Path;

/** Opens the model store that a URI names. */
public final class ModelStores {
    private ModelStores() {}

    /**
     * The store at this URI, to be written to.
     *
     * @param uri such as {@code file:///some/directory}
     * @throws IllegalArgumentException when there is no such kind of store
     */
    public static ModelStore open(URI uri) {
        return fileStore(uri);
    }

    /**
     * The store at this URI, to be read from.
     *
     * @param uri such as {@code file:///some/directory}
     * @throws IllegalArgumentException when there is no such kind of store
     */
    public static ModelReader reader(URI uri) {
        return fileStore(uri);
    }

    /**
     * The store at this URI, to hand files on from.
     *
     * @param uri such as {@code file:///some/directory}
     * @throws IllegalArgumentException when there is no such kind of store
     */
    public static NetworkFiles networks(URI uri) {
        return fileStore(uri);
    }

    private static FileModelStore fileStore(URI uri) {
        if ("file".equals(uri.getScheme())) {
            return new FileModelStore(Path.of(uri));
        }
        throw new IllegalArgumentException(
                "escriba.store is '" + uri + "', which is no known kind of model store. Use a file: URI.");
    }
}
