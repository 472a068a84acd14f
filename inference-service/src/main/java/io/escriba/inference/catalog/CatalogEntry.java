package io.escriba.inference.catalog;

import io.escriba.inference.batch.Order;
import io.escriba.inference.batch.Reader;
import io.escriba.inference.batch.ScoreOrder;
import io.escriba.inference.batch.ScoreReader;
import io.escriba.inference.batch.Ticket;
import io.escriba.model.ModelVersion;
import io.escriba.vocabulary.Vocabulary;

/** A version of a model, to write and score with. */
public interface CatalogEntry {
    /** Which version it is. */
    ModelVersion version();

    /** The characters it knows. */
    Vocabulary vocabulary();

    /**
     * Has a text written, as soon as the version is loaded. If it cannot be, the reader is told why: a
     * {@link ModelUnavailableException}, an {@link UnknownModelException} when the model has just been retired, or a
     * {@link io.escriba.inference.batch.ServiceStoppingException}.
     *
     * @return what the reader can do about it from now on
     * @throws io.escriba.inference.batch.TooManyStreamsException when not even a place to wait is left
     * @throws io.escriba.inference.batch.ServiceStoppingException when the process stops
     */
    Ticket write(Order order, Reader reader);

    /** Has a text scored, under the same conditions as {@link #write}. */
    Ticket score(ScoreOrder order, ScoreReader reader);
}
