package io.escriba.inference.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.escriba.inference.precision.Computation;
import io.escriba.inference.session.UnusableModelException;
import io.escriba.model.Manifest;
import io.escriba.model.PublishedModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Opens models that write nothing and take the size of their graph. Keeps the last one of each version. */
final class FakeModelOpener implements ModelOpener {
    /** A graph that it refuses. */
    static final byte[] UNUSABLE = "unusable".getBytes(UTF_8);

    /** A graph for which it lacks memory while that is short. */
    static final byte[] LARGE = "large".getBytes(UTF_8);

    private final Map<String, FakeRunningModel> opened = new LinkedHashMap<>();
    private boolean memoryIsShort;
    private int most = Integer.MAX_VALUE;

    /** Has memory for so many models at once from now on. */
    void setMost(int models) {
        most = models;
    }

    void setMemoryIsShort(boolean memoryIsShort) {
        this.memoryIsShort = memoryIsShort;
    }

    /** What has been opened, by version. */
    Map<String, FakeRunningModel> opened() {
        return opened;
    }

    FakeRunningModel opened(String version) {
        return Optional.ofNullable(opened.get(version)).orElseThrow();
    }

    @Override
    public long memory(PublishedModel published) {
        return published.size();
    }

    @Override
    public long heap(PublishedModel published) {
        return 2 * published.size();
    }

    @Override
    public OpenModel open(Manifest manifest, byte[] graph) throws UnusableModelException {
        if (Arrays.equals(graph, UNUSABLE)) {
            throw new UnusableModelException("The graph is not what its manifest says.");
        }
        long open = opened.values().stream().filter(model -> !model.isStopped()).count();
        if (open >= most || (memoryIsShort && Arrays.equals(graph, LARGE))) {
            throw new OutOfMemoryError("Cannot reserve 9 bytes of direct buffer memory");
        }
        FakeRunningModel model = new FakeRunningModel();
        opened.put(manifest.modelVersion().toString(), model);
        return new OpenModel(model, Computation.EXACT);
    }
}
