package io.escriba.inference.catalog;

import io.escriba.model.PublishedModel;
import io.escriba.store.ModelStore;

/** The heap has no room for a version. */
final class NoHeapException extends Exception {
    private static final long serialVersionUID = 1L;

    NoHeapException(PublishedModel version, Heap.Room wanted, Heap.Room found) {
        super("Loading the " + version.size() + " bytes of its " + ModelStore.ONNX + " takes " + wanted
                + ", and the heap has room for " + found
                + ". Raise the JVM's -Xmx (in containers in JAVA_TOOL_OPTIONS, and the memory with it), or train a smaller"
                + " model.");
    }
}
