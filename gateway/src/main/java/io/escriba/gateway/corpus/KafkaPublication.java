package io.escriba.gateway.corpus;

import io.escriba.corpus.CorpusDeleted;
import io.escriba.corpus.CorpusEvents;
import io.escriba.corpus.CorpusSealed;
import io.escriba.gateway.corpus.CorpusLog.Publication;
import io.escriba.gateway.corpus.CorpusLog.Range;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.IdempotencyKey;
import io.escriba.kafka.Clients;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Refusal;
import io.escriba.kafka.Topic;
import io.escriba.name.Name;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One transaction in the topic {@code escriba.corpus}. */
final class KafkaPublication implements Publication {
    private static final Logger LOG = Logger.getLogger(KafkaPublication.class);
    private static final String SOURCE = "gateway";
    private static final Duration SOON = Duration.ofSeconds(2);

    private final KafkaWriter writer;
    private final Producer<String, byte[]> producer;
    private final Name corpus;
    private final Optional<IdempotencyKey> key;
    private final Optional<Receipt> earlier;
    private final Runnable leave;
    private @Nullable Future<RecordMetadata> first;
    private @Nullable Future<RecordMetadata> last;
    private boolean open;

    /**
     * Begins a transaction, unless an earlier one had the same key.
     *
     * @param leave is run when this publication is closed
     * @throws KafkaException when Kafka is away
     */
    KafkaPublication(
            KafkaWriter writer, Name corpus, Optional<IdempotencyKey> key, Optional<Receipt> earlier, Runnable leave) {
        this.writer = writer;
        this.producer = writer.open();
        this.corpus = corpus;
        this.key = key;
        this.earlier = earlier;
        this.leave = leave;
        if (earlier.isEmpty()) {
            producer.beginTransaction();
            open = true;
        }
    }

    @Override
    public Optional<Receipt> earlier() {
        return earlier;
    }

    @Override
    public void append(byte[] chunk) {
        sendToCorpus(CloudEvents.text(Topic.CORPUS, corpus.value(), SOURCE, CorpusEvents.TEXT, chunk));
    }

    @Override
    public Receipt commit(Optional<CorpusSealed> seal, Function<Range, Receipt> receipt) {
        seal.ifPresent(
                s -> sendToCorpus(CloudEvents.json(Topic.CORPUS, corpus.value(), SOURCE, CorpusEvents.SEALED, s)));
        producer.flush();
        RecordMetadata begin = metadata(first);
        Receipt given = receipt.apply(
                new Range(begin.partition(), begin.offset(), metadata(last).offset()));
        key.ifPresent(k -> {
            // The commit fails when the record does.
            Future<RecordMetadata> unused = send(CloudEvents.json(
                    Topic.UPLOADS, corpus.value(), SOURCE, UploadReceipt.TYPE, new UploadReceipt(k.value(), given)));
        });
        commit();
        return given;
    }

    /** Lets the corpus restart empty, instead of a text. */
    void commitDeletion() {
        sendToCorpus(CloudEvents.json(Topic.CORPUS, corpus.value(), SOURCE, CorpusEvents.DELETED, new CorpusDeleted()));
        commit();
    }

    @Override
    public void close() {
        try {
            if (open) {
                producer.abortTransaction();
            }
        } catch (KafkaException | IllegalStateException e) {
            // Kafka ends the transaction itself, at the latest when the writer's id is used again.
            LOG.warnf("What was written to '%s' was given up without Kafka's word: %s", corpus, e.getMessage());
            writer.discard();
        } finally {
            leave.run();
        }
    }

    private void commit() {
        try {
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw problem(
                    "Kafka has not confirmed it: " + Refusal.orMessage(e)
                            + (key.isPresent()
                                    ? " Send it again with the same " + IdempotencyKey.HEADER + "."
                                    : " See GET /api/corpora/" + corpus + " before you send it again."),
                    e);
        }
        open = false;
    }

    private void sendToCorpus(ProducerRecord<String, byte[]> record) {
        last = send(record);
        if (first == null) {
            first = last;
        }
    }

    private Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        try {
            return producer.send(record);
        } catch (KafkaException e) {
            throw notTaken(e);
        }
    }

    /** Of a record that has been flushed. */
    private RecordMetadata metadata(@Nullable Future<RecordMetadata> sent) {
        if (sent == null) {
            throw new IllegalStateException("A publication has at least one record.");
        }
        try {
            return sent.get();
        } catch (ExecutionException e) {
            throw notTaken(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notTaken(e);
        }
    }

    private ProblemException notTaken(Throwable cause) {
        return problem(
                "Kafka does not take it: " + Refusal.orMessage(cause) + " Nothing of it was stored; try again.", cause);
    }

    private ProblemException problem(String detail, Throwable cause) {
        if (key.isPresent() && Clients.isFenced(cause)) {
            return ProblemException.conflict(
                    "Another upload to '" + corpus + "' with the " + IdempotencyKey.HEADER + " '"
                            + key.get().value()
                            + "' has taken over, or this one took longer than escriba.gateway.upload-timeout allows."
                            + " Nothing of this one was stored.",
                    SOON);
        }
        return ProblemException.unavailable(detail, SOON, cause);
    }
}
