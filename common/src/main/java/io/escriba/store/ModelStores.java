package io.escriba.store;

import java.net.URI;
import java.nio.file.Path;

/** Opens the model store that a URI names. */
public final class ModelStores {
    private ModelStores() {}

    /**
     * The store at this URI.
     *
     * @param uri such as {@code file:///some/directory}
     * @throws IllegalArgumentException when there is no such kind of store
     */
    public static ModelStore open(URI uri) {
        if ("file".equals(uri.getScheme())) {
            return new FileModelStore(Path.of(uri));
        }
        throw new IllegalArgumentException(
                "escriba.store is '" + uri + "', which is no known kind of model store. Use a file: URI.");
    }
}
