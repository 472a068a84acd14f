package io.escriba.inference.batch;

import java.util.concurrent.CompletionStage;

/** A loaded model that writes and scores texts. Thread-safe. */
public interface RunningModel {
    /**
     * Begins a text, or queues it. After {@link #stop} its reader is told that the process stops.
     *
     * @param place that the text has been admitted to; given back when it ends
     * @param afterwards run once, when the text has ended in whatever way
     */
    Ticket write(Order order, Reader reader, Admission.Place place, Runnable afterwards);

    /** Begins to score a text, or queues it, under the same conditions as {@link #write}. */
    Ticket score(ScoreOrder order, ScoreReader reader, Admission.Place place, Runnable afterwards);

    /**
     * Ends what is still being written or scored with a {@link ServiceStoppingException}, and gives the model's memory back.
     *
     * @return completes when both have been done
     */
    CompletionStage<Void> stop();

    /**
     * Completes if the model breaks, with what broke it. Its texts have then ended with a {@link ModelBrokenException}, as all
     * further ones do, and its memory has been given back.
     */
    CompletionStage<Throwable> broken();
}
