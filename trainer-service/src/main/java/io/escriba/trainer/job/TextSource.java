package io.escriba.trainer.job;

import io.escriba.corpus.Dataset;

/** Where the text of a dataset comes from. */
@FunctionalInterface
interface TextSource {
    /** The text exactly as it was published: the same every time. */
    String read(Dataset dataset);
}
