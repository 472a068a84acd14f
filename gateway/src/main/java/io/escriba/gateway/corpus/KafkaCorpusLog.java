package io.escriba.gateway.corpus;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.IdempotencyKey;
import io.escriba.kafka.Clients;
import io.escriba.kafka.Refusal;
import io.escriba.kafka.TopicSnapshot;
import io.escriba.name.Name;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingDeque;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * The topic {@code escriba.corpus}. Each publication is one transaction of a producer that it has for itself. Producers
 * are kept for the publications that follow; only one with a key has a producer of that key's, so that Kafka fences
 * whoever else uses the key, in whatever gateway. Thread-safe.
 */
final class KafkaCorpusLog implements CorpusLog, AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(2);

    /** A broker that has just been started has to make its topic of transactions first. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(1);

    /** How long a receipt is looked for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What a producer may hold that Kafka has not yet taken: it bounds the memory of an upload. */
    private static final long BUFFER_BYTES = 8 * 1024 * 1024;

    /**
     * What goes to Kafka together: three chunks. It fits a message of Kafka's own default limit, 1 MiB, with room to spare.
     */
    private static final int BATCH_BYTES = 800_000;

    private final Map<String, Object> client;
    private final KafkaReceipts receipts;
    private final BlockingDeque<KafkaWriter> free = new LinkedBlockingDeque<>();
    private final Set<Name> written = ConcurrentHashMap.newKeySet();
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
        this.client.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        this.client.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(timeout.toMillis()));
        this.receipts = new KafkaReceipts(new TopicSnapshot(Clients.patient(client, PATIENCE), PATIENCE));
        this.size = size;
        for (int i = 0; i < size; i++) {
            free.add(new KafkaWriter(this.client, "escriba-gateway-" + instance + "-" + i));
        }
    }

    /**
     * Ends what an earlier process of this instance has left open. Until then readers wait for it, at most for the longest
     * time of an upload.
     *
     * @throws KafkaException when Kafka does not answer
     */
    void endWhatWasLeftOpen() {
        try (Admin admin = Admin.create(Clients.patient(client, START_PATIENCE))) {
            admin.fenceProducers(free.stream().map(KafkaWriter::transactionalId).toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("Uploads that were left open cannot be ended: " + Refusal.orMessage(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while uploads that were left open were being ended.", e);
        }
    }

    @Override
    public Publication begin(Name corpus, Optional<IdempotencyKey> key) {
        return open(corpus, key);
    }

    @Override
    public void delete(Name corpus) {
        try (KafkaPublication deletion = open(corpus, Optional.empty())) {
            deletion.commitDeletion();
        }
    }

    /** To be called when no publication is under way. */
    @Override
    public void close() {
        free.forEach(KafkaWriter::discard);
    }

    private KafkaPublication open(Name corpus, Optional<IdempotencyKey> key) {
        KafkaWriter place = enter(corpus);
        KafkaWriter writer = key.map(k -> new KafkaWriter(client, "escriba-upload-" + k.hash(corpus)))
                .orElse(place);
        Runnable leave = () -> {
            if (writer != place) {
                writer.discard();
            }
            leave(corpus, place);
        };
        boolean opened = false;
        try {
            // Before the receipts are read: from now on nobody else can commit with this key.
            writer.open();
            Optional<Receipt> earlier = key.flatMap(k -> receipts.find(corpus, k));
            KafkaPublication publication = new KafkaPublication(writer, corpus, key, earlier, leave);
            opened = true;
            return publication;
        } catch (KafkaException e) {
            throw ProblemException.unavailable(
                    "Kafka takes nothing now: " + Refusal.orMessage(e) + " Nothing was stored; try again.", SOON, e);
        } finally {
            if (!opened) {
                writer.discard();
                leave.run();
            }
        }
    }

    /** Takes the corpus and one of the places; the place brings a writer with it. */
    private KafkaWriter enter(Name corpus) {
        if (!written.add(corpus)) {
            throw ProblemException.conflict(
                    "Another upload to '" + corpus + "' is under way, and their texts would be mixed. Try again when it"
                            + " is done.",
                    SOON);
        }
        // The one used last comes first, so that no more producers are opened than are needed at once.
        KafkaWriter place = free.pollFirst();
        if (place == null) {
            written.remove(corpus);
            throw ProblemException.tooMany(
                    size + " uploads are under way, the most that escriba.gateway.max-uploads allows. Try again soon.",
                    SOON);
        }
        return place;
    }

    private void leave(Name corpus, KafkaWriter place) {
        free.addFirst(place);
        written.remove(corpus);
    }
}
