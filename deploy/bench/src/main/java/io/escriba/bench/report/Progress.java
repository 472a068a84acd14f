package io.escriba.bench.report;

/** Tells whoever waits what is being done. */
public interface Progress {
    /** Says one sentence. */
    void say(String sentence);
}
