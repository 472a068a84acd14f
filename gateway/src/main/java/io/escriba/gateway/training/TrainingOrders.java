package io.escriba.gateway.training;

import io.escriba.corpus.Corpus;
import io.escriba.gateway.corpus.CorpusCatalog;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.IdempotencyKey;
import io.escriba.gateway.training.JobLog.Order;
import io.escriba.name.Name;
import io.escriba.training.TrainingJob;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Orders trainings of what is known of the corpora at that moment, with all that was published through this gateway.
 * Thread-safe if the random generator is.
 */
final class TrainingOrders {
    /** Of a key's hash: enough that no two keys ever meet. */
    private static final int KEY_DIGITS = 32;

    private final CorpusCatalog corpora;
    private final JobLog log;
    private final InstantSource clock;
    private final RandomGenerator random;

    TrainingOrders(CorpusCatalog corpora, JobLog log, InstantSource clock, RandomGenerator random) {
        this.corpora = corpora;
        this.log = log;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Orders a training.
     *
     * @param key by which it is ordered once, however often it is asked for
     * @throws ProblemException (404) when there is no text to train on, (422) when something else was ordered with the
     *     key, (503) when the text has not been counted yet, (409, 503) as {@link JobLog#orderOnce}
     */
    Order order(Name model, TrainingRequest request, Optional<IdempotencyKey> key) {
        if (key.isEmpty()) {
            TrainingJob job =
                    job(TrainingJob.requestedId(model, HexFormat.of().toHexDigits(random.nextLong())), model, request);
            log.order(job);
            return new Order(job, false);
        }
        String id = TrainingJob.requestedId(model, key.get().hash(model).substring(0, KEY_DIGITS));
        Order order = log.orderOnce(id, () -> job(id, model, request));
        if (!isFor(order.job(), request)) {
            throw ProblemException.contradictory("Job '" + id + "' was ordered with the " + IdempotencyKey.HEADER + " '"
                    + key.get().value() + "', but with another corpus or spec: it trains on '"
                    + order.job().dataset().corpus() + "' with "
                    + order.job().spec().map(Object::toString).orElse("no spec")
                    + ". Nothing was ordered now; use a key of its own.");
        }
        return order;
    }

    private TrainingJob job(String id, Name model, TrainingRequest request) {
        return new TrainingJob(id, model, corpus(model, request).dataset(), request.spec(), clock.instant());
    }

    private Corpus corpus(Name model, TrainingRequest request) {
        Name name = request.corpus().orElse(model);
        Corpus corpus = corpora.findWhole(name)
                .orElseThrow(() -> ProblemException.notFound(
                        "corpus",
                        "There is no corpus '" + name + "' to train on. Publish it with POST /api/corpora/" + name
                                + ", or name another one in the field corpus."));
        if (corpus.characters() == 0) {
            throw ProblemException.notFound(
                    "corpus",
                    "The corpus '" + name + "' is empty. Publish a text with POST /api/corpora/" + name + ".");
        }
        return corpus;
    }

    private static boolean isFor(TrainingJob job, TrainingRequest request) {
        return job.dataset().corpus().equals(request.corpus().orElse(job.model()))
                && job.spec().equals(request.spec());
    }
}
