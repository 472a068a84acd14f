package io.escriba.inference.catalog;

import io.escriba.model.PublishedModel;
import io.escriba.store.DamagedArtifactException;
import io.escriba.store.ModelReader;
import io.escriba.store.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A store of graphs that can be away. */
final class InMemoryModels implements ModelReader {
    private final Map<URI, byte[]> graphs = new HashMap<>();
    private boolean away;
    private int reads;

    void put(URI artifact, byte[] graph) {
        graphs.put(artifact, graph);
    }

    /** Removes a graph. */
    void lose(URI artifact) {
        graphs.remove(artifact);
    }

    void setAway(boolean away) {
        this.away = away;
    }

    /** How often it was asked. */
    int reads() {
        return reads;
    }

    @Override
    public void checkReadable() {
        throw new AssertionError("The catalog reads what is announced, or nothing.");
    }

    @Override
    public byte[] read(PublishedModel version) throws IOException {
        reads++;
        if (away) {
            throw new IOException("The store is away.");
        }
        byte[] graph = Optional.ofNullable(graphs.get(version.artifact()))
                .orElseThrow(() -> new NoSuchFileException(version.artifact().toString()));
        if (!Sha256.of(graph).equals(version.sha256())) {
            throw new DamagedArtifactException("'" + version.artifact() + "' is damaged.");
        }
        return graph;
    }
}
