package io.escriba.gateway.model;

import io.escriba.model.PublishedModel;

/** Makes catalogs for the tests of other packages. */
public final class Catalogs {
    private Catalogs() {}

    /** A catalog of these versions. */
    public static ModelCatalog of(PublishedModel... models) {
        ModelCatalog catalog = new ModelCatalog();
        for (PublishedModel model : models) {
            catalog.publish(model);
        }
        return catalog;
    }

    /** A version is announced. */
    public static void publish(ModelCatalog catalog, PublishedModel model) {
        catalog.publish(model);
    }
}
