package io.escriba.inference.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.escriba.inference.batch.Admission;
import io.escriba.inference.batch.AdmissionLimits;
import io.escriba.inference.batch.Ending;
import io.escriba.inference.batch.Order;
import io.escriba.inference.batch.Reader;
import io.escriba.inference.batch.Snapshot;
import io.escriba.inference.sampling.Likelihood;
import io.escriba.inference.session.TinyGru;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.sampling.Sampling;
import io.escriba.store.Sha256;
import io.escriba.vocabulary.Vocabulary;
import io.opentelemetry.api.trace.TracerProvider;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A catalog over fakes. The test decides when work in the background is done. */
abstract class CatalogFixture {
    static final Name NOMES = new Name("nomes");

    static final Order ORDER = new Order(new int[] {0}, new Sampling(0, 0, 0), 0, 10);

    final InMemoryModels store = new InMemoryModels();
    final FakeModelOpener opener = new FakeModelOpener();
    final FakeHeap heap = new FakeHeap();
    final ManualBackground background = new ManualBackground();
    final FakeCatalogMetrics metrics = new FakeCatalogMetrics();
    final Admission admission = new Admission(new AdmissionLimits(4, 4), () -> 0);
    final Catalog catalog;

    /**
     * A catalog in which nothing has been announced.
     *
     * @param memoryBudget bytes; a version takes as many as its graph has
     */
    CatalogFixture(long memoryBudget) {
        catalog = new Catalog(
                new Loader(store, opener, heap, TracerProvider.noop().get("test")),
                memoryBudget,
                admission,
                background,
                metrics);
    }

    /** A reader that waits for the beginning of its text. */
    static final class WaitingReader implements Reader {
        final CompletableFuture<Void> begun = new CompletableFuture<>();

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void begin(boolean exact) {
            begun.complete(null);
        }

        @Override
        public void character(long index, String character, Optional<Likelihood> likelihood) {}

        @Override
        public void flush() {}

        @Override
        public void snapshot(Snapshot snapshot) {
            throw new AssertionError("Nobody has ordered one.");
        }

        @Override
        public void end(Ending ending, long characters) {}

        @Override
        public void failed(RuntimeException reason) {
            begun.completeExceptionally(reason);
        }
    }

    /** Announces a version and lets it be loaded. */
    final void serve(String name, long version) {
        catalog.caughtUp();
        catalog.announce(published(name, version));
        background.runDue();
    }

    /**
     * Has a version of the model write.
     *
     * @return completes when it begins
     */
    final CompletableFuture<Void> write(Optional<Long> version) {
        return write(NOMES, version);
    }

    final CompletableFuture<Void> write(Name name, Optional<Long> version) {
        WaitingReader reader = new WaitingReader();
        catalog.find(name, version).write(ORDER, reader);
        return reader.begun;
    }

    final PublishedModel published(String name, long version) {
        return published(name, version, graph(name, version));
    }

    /** A version with this graph, which is in the store. */
    final PublishedModel published(String name, long version, byte[] graph) {
        URI artifact = URI.create("memory:/" + name + "/" + version);
        store.put(artifact, graph);
        ModelVersion id = new ModelVersion(new Name(name), version);
        return new PublishedModel(
                id.name(),
                version,
                artifact,
                Sha256.of(graph),
                graph.length,
                TinyGru.manifest(id, Vocabulary.of("ab"), List.of()));
    }

    static byte[] graph(String name, long version) {
        return (name + version).getBytes(UTF_8);
    }
}
