package io.escriba.bench.corpora;

/** Tells whoever waits what is being done. */
interface Progress {
    /** Says one sentence. */
    void say(String sentence);
}
