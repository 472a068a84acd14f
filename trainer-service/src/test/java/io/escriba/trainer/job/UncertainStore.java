package io.escriba.trainer.job;

import io.escriba.model.ModelVersion;
import io.escriba.store.ModelStore;
import io.escriba.store.StoreAwayException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A store that is away whenever the test says so, and counts how often it was tried in vain. */
final class UncertainStore implements ModelStore {
    private final ModelStore store;
    private final Map<String, Integer> refusals = new HashMap<>();
    private int refused;

    UncertainStore(ModelStore store) {
        this.store = store;
    }

    /** Is away the next times that this file is written. */
    void refuseToWrite(String file, int times) {
        refusals.put("write " + file, times);
    }

    /** Is away the next times that this file is read. */
    void refuseToRead(String file, int times) {
        refusals.put("read " + file, times);
    }

    /** How often it was tried in vain. */
    int refused() {
        return refused;
    }

    @Override
    public URI put(ModelVersion version, Map<String, Path> files) throws IOException {
        for (String file : files.keySet()) {
            check("write " + file);
        }
        return store.put(version, files);
    }

    @Override
    public boolean fetch(ModelVersion version, String file, Path to) throws IOException {
        check("read " + file);
        return store.fetch(version, file, to);
    }

    @Override
    public void delete(ModelVersion version, String file) throws IOException {
        store.delete(version, file);
    }

    @Override
    public void checkWritable() throws StoreAwayException {
        store.checkWritable();
    }

    private void check(String use) throws StoreAwayException {
        int left = refusals.getOrDefault(use, 0);
        if (left > 0) {
            refusals.put(use, left - 1);
            refused++;
            throw new StoreAwayException("'" + use + "' cannot be used. Start the server.", new IOException("refused"));
        }
    }
}
