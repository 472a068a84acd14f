package io.escriba.gateway.generation;

import io.escriba.gateway.model.ModelCatalog;

/** Makes readers of requests for the tests of other packages. */
public final class Readers {
    /** The seed of every request that names none. */
    public static final long SEED = 41;

    private Readers() {}

    /** A reader of prompts of at most 10 characters. */
    public static TextRequestReader of(ModelCatalog catalog) {
        return new TextRequestReader(catalog, version -> false, 10, () -> SEED);
    }
}
