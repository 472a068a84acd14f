package io.escriba.gateway.corpus;

import io.escriba.corpus.CorpusEvents;
import io.escriba.corpus.CorpusSealed;
import io.escriba.gateway.problem.Problem;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.kafka.Clients;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.name.Name;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The topic {@code escriba.corpus}. Each publication is one transaction of a producer that it has for itself; producers
 * are kept for the publications that follow. Thread-safe.
 */
final class KafkaCorpusLog implements CorpusLog, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KafkaCorpusLog.class);
    private static final String SOURCE = "gateway";
    private static final Duration SOON = Duration.ofSeconds(2);

    /** What a producer may hold that Kafka has not yet taken: it bounds the memory of an upload. */
    private static final long BUFFER_BYTES = 8 * 1024 * 1024;

    private final Map<String, Object> client;
    private final BlockingDeque<Slot> free = new LinkedBlockingDeque<>();
    private final int size;

    /**
     * Writes with at most so many producers, which are opened when they are first needed.
     *
     * @param client settings of a Kafka client
     * @param instance tells the producers of this process from those of others
     * @param timeout longest time from the beginning of a publication to its commit
     */
    KafkaCorpusLog(Map<String, Object> client, String instance, int size, Duration timeout) {
        this.client = new HashMap<>(client);
        this.client.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        this.client.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(timeout.toMillis()));
        this.size = size;
        for (int i = 0; i < size; i++) {
            free.add(new Slot("escriba-gateway-" + instance + "-" + i));
        }
    }

    @Override
    public Publication begin(Name corpus) {
        // The one used last comes first, so that no more producers are opened than are needed at once.
        Slot slot = free.pollFirst();
        if (slot == null) {
            throw ProblemException.tooMany(
                    size + " uploads are under way, the most that escriba.gateway.max-uploads allows. Try again soon.",
                    SOON);
        }
        try {
            Producer<String, byte[]> producer = slot.open();
            producer.beginTransaction();
            return new Transaction(slot, producer, corpus);
        } catch (KafkaException e) {
            slot.discard();
            free.addFirst(slot);
            throw unavailable("Kafka takes no text now: " + e.getMessage() + " Nothing was stored; try again.", e);
        }
    }

    /** To be called when no publication is under way. */
    @Override
    public void close() {
        free.forEach(Slot::discard);
    }

    private static ProblemException unavailable(String detail, Throwable cause) {
        return new ProblemException(new Problem(503, detail, List.of(), Optional.of(SOON)), cause);
    }

    /** One transactional id, and its producer while there is one. Owned by one publication, or free. */
    private final class Slot {
        private final String transactionalId;
        private @Nullable Producer<String, byte[]> producer;

        Slot(String transactionalId) {
            this.transactionalId = transactionalId;
        }

        Producer<String, byte[]> open() {
            Producer<String, byte[]> open = producer;
            if (open == null) {
                open = Clients.transactional(client, transactionalId);
                producer = open;
                open.initTransactions();
            }
            return open;
        }

        void discard() {
            if (producer != null) {
                producer.close(Duration.ZERO);
                producer = null;
            }
        }
    }

    private final class Transaction implements Publication {
        private final Slot slot;
        private final Producer<String, byte[]> producer;
        private final Name corpus;
        private @Nullable Future<RecordMetadata> first;
        private @Nullable Future<RecordMetadata> last;
        private boolean committed;

        Transaction(Slot slot, Producer<String, byte[]> producer, Name corpus) {
            this.slot = slot;
            this.producer = producer;
            this.corpus = corpus;
        }

        @Override
        public void append(byte[] chunk) {
            send(CloudEvents.text(Topic.CORPUS, corpus.value(), SOURCE, CorpusEvents.TEXT, chunk));
        }

        @Override
        public Range commit(Optional<CorpusSealed> seal) {
            seal.ifPresent(s -> send(CloudEvents.json(Topic.CORPUS, corpus.value(), SOURCE, CorpusEvents.SEALED, s)));
            try {
                producer.commitTransaction();
            } catch (KafkaException e) {
                throw unavailable(
                        "Kafka has not confirmed the upload: " + e.getMessage() + " See GET /api/corpora/" + corpus
                                + " before you send it again.",
                        e);
            }
            committed = true;
            RecordMetadata begin = metadata(first);
            return new Range(begin.partition(), begin.offset(), metadata(last).offset());
        }

        @Override
        public void close() {
            if (!committed) {
                try {
                    producer.abortTransaction();
                } catch (KafkaException | IllegalStateException e) {
                    // Kafka ends the transaction itself, at the latest when this slot's id is used again.
                    LOG.warnf("An upload to '%s' was given up without Kafka's word: %s", corpus, e.getMessage());
                    slot.discard();
                }
            }
            free.addFirst(slot);
        }

        private void send(ProducerRecord<String, byte[]> record) {
            try {
                last = producer.send(record);
            } catch (KafkaException e) {
                throw unavailable(
                        "Kafka does not take the text: " + e.getMessage() + " Nothing of it was stored; try again.", e);
            }
            if (first == null) {
                first = last;
            }
        }

        /** Of a record that a commit has confirmed. */
        private RecordMetadata metadata(@Nullable Future<RecordMetadata> sent) {
            if (sent == null) {
                throw new IllegalStateException("A publication has at least one record.");
            }
            try {
                return sent.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("A committed record has failed.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted after the commit.", e);
            }
        }
    }
}
