package io.escriba.inference.catalog;

import io.escriba.model.ModelVersion;
import io.escriba.name.Name;

/** Is told what becomes of models. */
interface CatalogMetrics {
    /** An attempt to load a version has ended. */
    void load(LoadOutcome outcome);

    /** New streams of a model get this version from now on. */
    void serving(ModelVersion version);

    /** The loaded versions take so many bytes, about. */
    void memory(long bytes);

    /** A model is served no more. */
    void retired(Name name);
}
