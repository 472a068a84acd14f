package io.escriba.gateway.training;

import io.escriba.gateway.model.ModelCatalog;
import io.escriba.log.LogSubject;
import io.escriba.model.ModelVersion;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingEvent.Completed;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Brings events into the history. A trainer publishes its model and the end of the job at once, but on two topics, which are
 * read apart: whoever learns here that a job is completed finds its model in the catalog.
 */
final class TrainingNews {
    private static final Logger LOG = Logger.getLogger(TrainingNews.class);

    private final TrainingHistory history;
    private final ModelCatalog models;
    private final Duration patience;

    /**
     * Brings nothing yet.
     *
     * @param patience how long a model may come after the end of its job
     */
    TrainingNews(TrainingHistory history, ModelCatalog models, Duration patience) {
        this.history = history;
        this.models = models;
        this.patience = patience;
    }

    /**
     * Something happened to a job.
     *
     * @param offset of the event in its partition of the log
     * @param old whether it happened before this gateway began to listen; then the model may have been retired since
     */
    void tell(long offset, TrainingEvent event, boolean old) {
        if (event instanceof Completed completed && !old) {
            ModelVersion version = new ModelVersion(completed.model(), completed.version());
            LogSubject.job(event.job()).run(() -> awaitModel(version));
        }
        history.happened(offset, event);
    }

    private void awaitModel(ModelVersion version) {
        try {
            if (!models.await(version, patience)) {
                LOG.warnf(
                        "The training of %s is completed, but the model has not come for %s s. Unless it was retired, see"
                                + " whether escriba.models can be read.",
                        version, patience.toSeconds());
            }
        } catch (InterruptedException e) {
            // Only the end of this process does that.
            Thread.currentThread().interrupt();
        }
    }
}
