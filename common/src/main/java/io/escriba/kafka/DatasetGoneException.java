package io.escriba.kafka;

import io.escriba.corpus.Dataset;

/** The log no longer holds the records of a dataset. */
public final class DatasetGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatasetGoneException(Dataset dataset, long first, long end) {
        super("The dataset " + dataset + " cannot be read: the log now holds offsets " + first + " to " + end
                + ". Publish the corpus again.");
    }
}
