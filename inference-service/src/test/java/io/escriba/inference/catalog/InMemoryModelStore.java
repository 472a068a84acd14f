package io.escriba.inference.catalog;

import io.escriba.model.ModelVersion;
import io.escriba.store.DamagedArtifactException;
import io.escriba.store.ModelStore;
import io.escriba.store.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A store of graphs that can be away. */
final class InMemoryModelStore implements ModelStore {
    private final Map<URI, byte[]> graphs = new HashMap<>();
    private boolean away;
    private int reads;

    void put(URI artifact, byte[] graph) {
        graphs.put(artifact, graph);
    }

    void setAway(boolean away) {
        this.away = away;
    }

    /** How often it was asked. */
    int reads() {
        return reads;
    }

    @Override
    public URI put(ModelVersion version, Map<String, Path> files) {
        throw new UnsupportedOperationException("The inference service only reads.");
    }

    @Override
    public byte[] read(URI artifact, String file, String sha256) throws IOException {
        reads++;
        if (away) {
            throw new IOException("The store is away.");
        }
        byte[] graph = Optional.ofNullable(graphs.get(artifact)).orElseThrow();
        if (!Sha256.of(graph).equals(sha256)) {
            throw new DamagedArtifactException("'" + artifact + "' is damaged.");
        }
        return graph;
    }

    @Override
    public boolean fetch(ModelVersion version, String file, Path to) {
        throw new UnsupportedOperationException("The inference service reads announced files only.");
    }

    @Override
    public void delete(ModelVersion version, String file) {
        throw new UnsupportedOperationException("The inference service only reads.");
    }
}
