package io.escriba.gateway.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.Corpus;
import io.escriba.corpus.Dataset;
import io.escriba.gateway.FakeInference;
import io.escriba.gateway.Http;
import io.escriba.gateway.Log;
import io.escriba.gateway.TestModels;
import io.escriba.gateway.corpus.Corpora;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.model.Metrics;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.escriba.training.Documents;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import io.escriba.training.TrainingSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * A model that has learned from a corpus twice and learns from it again, as a trainer would tell of it. Only the last training
 * is not yet at its end.
 */
final class School {
    static final Name MODEL = new Name(FakeInference.POET);

    /** The training that goes on. */
    static final String LIVE = "poet-live";

    /** The corpus that it learns from, which has the name of the model. */
    static final String TEXT = FakeInference.VERSES.repeat(100);

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final Log log;
    private final Http http;

    School(Log log, Http http) {
        this.log = log;
        this.http = http;
    }

    /** Begins, unless it has begun before. */
    School begin() {
        if (http.get("/api/models/" + MODEL).json().get("versions").size() > 1) {
            return this;
        }
        Dataset dataset = publish();
        for (int version : new int[] {1, 2}) {
            String job = MODEL + "-3-" + version;
            order(job, dataset);
            learn(job, version, 1.0 / version);
            tell(new TrainingEvent.Completed(job, MODEL, at(50), version, new Metrics(1.5, 1.25, 400, 50, 9_876)));
        }
        PublishedModel second = TestModels.published(
                MODEL.value(), 2, FakeInference.ALPHABET + FakeInference.VERSES, dataset, Documents.TEXT);
        log.write(CloudEvents.json(Topic.MODELS, MODEL.value(), "test", PublishedModel.TYPE, second));
        http.await(
                "/api/models/" + MODEL, answer -> answer.json().get("versions").size() > 1);
        order(LIVE, dataset);
        learn(LIVE, 3, 0.25);
        return this;
    }

    /** Orders a training of which no trainer knows yet. */
    void order(String job) {
        order(job, new Dataset("escriba.corpus", 0, 0, 9, MODEL));
    }

    void tell(TrainingEvent event) {
        log.write(CloudEvents.json(Topic.TRAINING_PROGRESS, event.job(), "test", TrainingEvent.TYPE, event));
    }

    /** A measurement of the training that goes on. */
    static TrainingEvent step(String job, long step, double loss) {
        return new TrainingEvent.Step(
                job, MODEL, at(step), step, step / 50.0, step / 100.0, loss, Optional.of(loss - 0.2), 12_000, 0.005);
    }

    /** The moment of a step. */
    static Instant at(long step) {
        return START.plusSeconds(step);
    }

    private Dataset publish() {
        JsonNode receipt =
                http.post("/api/corpora/" + MODEL + "?train=false", TEXT).json();
        Corpus corpus = Corpora.corpus(
                MODEL.value(),
                receipt.get("characters").asLong(),
                receipt.get("partition").asInt(),
                receipt.get("firstOffset").asLong(),
                receipt.get("lastOffset").asLong());
        log.write(CloudEvents.json(Topic.CORPORA, MODEL.value(), "test", Corpus.TYPE, corpus));
        http.await("/api/corpora/" + MODEL, answer -> answer.status() == 200);
        return corpus.dataset();
    }

    private void order(String id, Dataset dataset) {
        TrainingJob job = new TrainingJob(id, MODEL, dataset, Optional.empty(), START);
        log.write(CloudEvents.json(Topic.TRAINING_JOBS, MODEL.value(), "test", TrainingJob.TYPE, job));
    }

    private void learn(String job, long version, double speed) {
        tell(new TrainingEvent.Started(job, MODEL, START, 0, version, "cpu", TrainingSpec.base(), 9_876, 900, 100));
        for (int step = 10; step <= 40; step += 10) {
            tell(step(job, step, 1 + 3 * Math.exp(-step * speed / 10)));
            tell(new TrainingEvent.Sample(job, MODEL, at(step), step, 0.5, "<b>" + FakeInference.VERSES));
            tell(new TrainingEvent.Sample(job, MODEL, at(step), step, 1, "שלום " + step));
        }
    }
}
