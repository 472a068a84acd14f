package io.escriba.inference.catalog;

import io.escriba.model.ModelVersion;
import io.escriba.name.Name;

/** Is told what becomes of models. */
interface CatalogMetrics {
    /** An attempt to load a version has ended, or a loaded one has broken. */
    void load(LoadOutcome outcome);

    /** New streams of a model get this version from now on. */
    void serving(ModelVersion version);

    /** The loaded versions take so many bytes, about. */
    void memory(long bytes);

    /** New streams of a model get no version any more. */
    void stopped(Name name);
}
