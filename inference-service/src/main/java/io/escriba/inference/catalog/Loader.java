package io.escriba.inference.catalog;

import io.escriba.inference.session.NoStateMemoryException;
import io.escriba.inference.session.UnusableModelException;
import io.escriba.model.PublishedModel;
import io.escriba.store.DamagedArtifactException;
import io.escriba.store.ModelReader;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;

/** Reads versions from the store and opens them, where the heap has room for that. */
record Loader(ModelReader store, ModelOpener opener, Heap heap, Tracer tracer) {
    private static final String OUTCOME = "escriba.outcome";

    /**
     * Tries once to make a version write.
     *
     * @throws ModelUnavailableException when that fails, for whatever reason
     */
    OpenModel load(PublishedModel published) {
        Span span = tracer.spanBuilder("load")
                .setAttribute("escriba.model", published.modelVersion().toString())
                .startSpan();
        try {
            OpenModel open = attempt(published);
            span.setAttribute(OUTCOME, LoadOutcome.LOADED.label());
            return open;
        } catch (ModelUnavailableException e) {
            span.setAttribute(OUTCOME, e.outcome().label());
            span.setStatus(StatusCode.ERROR, e.reason());
            throw e;
        } finally {
            span.end();
        }
    }

    private OpenModel attempt(PublishedModel published) {
        try {
            heap.require(published, opener.heap(published));
            return opener.open(published.manifest(), store.read(published));
        } catch (NoHeapException | NoStateMemoryException | OutOfMemoryError e) {
            throw unavailable(published, LoadOutcome.NO_MEMORY, e);
        } catch (DamagedArtifactException | UnusableModelException | RuntimeException | Error e) {
            // Errors too: what is wrong in a native library must not end what is served.
            throw unavailable(published, LoadOutcome.REFUSED, e);
        } catch (IOException e) {
            throw unavailable(published, LoadOutcome.STORE_AWAY, e);
        }
    }

    private static ModelUnavailableException unavailable(
            PublishedModel published, LoadOutcome outcome, Throwable cause) {
        return new ModelUnavailableException(published.modelVersion(), outcome, cause);
    }
}
