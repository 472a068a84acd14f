package io.escriba.gateway.corpus;

import io.escriba.corpus.Corpus;
import io.escriba.gateway.topic.FollowedTopics;
import io.escriba.json.Json;
import io.escriba.kafka.Clients;
import io.escriba.kafka.DatasetLog;
import io.escriba.kafka.Topic;
import io.escriba.name.Name;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Puts this package together and keeps the catalog what the topic of corpora says. */
@Singleton
final class CorpusBeans {
    /** How long Kafka may give nothing of a text, and statistics may be behind, before that is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Produces
    @Singleton
    CorpusCatalog catalog() {
        return new CorpusCatalog(PATIENCE);
    }

    void follow(@Observes StartupEvent start, FollowedTopics topics, CorpusCatalog catalog) {
        topics.follow(Topic.CORPORA, record -> {
            if (record.value() == null) {
                catalog.forget(new Name(record.key()));
            } else {
                catalog.update(Json.read(record.value(), Corpus.class));
            }
        });
    }

    @Produces
    @Singleton
    CorpusText text(@Identifier("default-kafka-broker") Map<String, Object> client) {
        return new KafkaCorpusText(new DatasetLog(Clients.patient(client, PATIENCE), PATIENCE));
    }

    @Produces
    @Singleton
    RandomExcerpts excerpts(CorpusCatalog catalog, CorpusText texts, ExcerptConfig config) {
        return new RandomExcerpts(catalog, new FewTexts(texts, config.maxExcerpts()));
    }

    /** The topics come first: a producer would create the corpus topic with the broker's settings. */
    @Produces
    @Singleton
    KafkaCorpusLog log(
            @Identifier("default-kafka-broker") Map<String, Object> client,
            UploadConfig config,
            FollowedTopics topics) {
        return new KafkaCorpusLog(
                client,
                config.instance().orElseGet(() -> UUID.randomUUID().toString()),
                config.maxUploads(),
                config.uploadTimeout());
    }

    /** Only a process that is called like the one before it can know what that one has left. */
    void endWhatWasLeftOpen(@Observes StartupEvent start, UploadConfig config, KafkaCorpusLog log) {
        if (config.instance().isPresent()) {
            log.endWhatWasLeftOpen();
        }
    }

    void close(@Disposes KafkaCorpusLog log) {
        log.close();
    }
}
