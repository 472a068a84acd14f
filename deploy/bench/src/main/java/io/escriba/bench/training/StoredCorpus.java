package io.escriba.bench.training;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.corpus.CorpusEvents;
import io.escriba.corpus.CorpusSealed;
import io.escriba.corpus.Dataset;
import io.escriba.corpus.InvalidUtf8Exception;
import io.escriba.corpus.Utf8;
import io.escriba.kafka.Clients;
import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.local.CommandException;
import io.escriba.local.corpus.CorpusText;
import io.escriba.training.TrainingJob;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A corpus in Kafka, as a gateway leaves it there, and the orders to train on it.
 *
 * @param client settings of a Kafka client, {@code bootstrap.servers} among them
 */
record StoredCorpus(Dataset dataset, Map<String, Object> client) {
    private static final String SOURCE = "bench";

    StoredCorpus {
        client = Map.copyOf(client);
    }

    /**
     * Stores a text, which triggers no training. The topics must exist.
     *
     * @throws CommandException when it cannot be stored
     */
    static StoredCorpus store(CorpusText text, Map<String, Object> client) throws InterruptedException {
        List<RecordMetadata> stored = send(records(text), client);
        RecordMetadata first = stored.get(0);
        RecordMetadata last = stored.get(stored.size() - 1);
        return new StoredCorpus(
                new Dataset(first.topic(), first.partition(), first.offset(), last.offset() + 1, text.name()), client);
    }

    /**
     * Orders a model of it.
     *
     * @param request tells the order from all others; letters and digits
     * @param requested now
     * @return the id of the job, which waits in Kafka from now on
     * @throws CommandException when it cannot be ordered
     */
    String order(String request, JsonNode spec, Instant requested) throws InterruptedException {
        TrainingJob job = new TrainingJob(
                TrainingJob.requestedId(dataset.corpus(), request),
                dataset.corpus(),
                dataset,
                Optional.of(spec),
                requested);
        send(
                List.of(CloudEvents.json(Topic.TRAINING_JOBS, dataset.corpus().value(), SOURCE, TrainingJob.TYPE, job)),
                client);
        return job.id();
    }

    private static List<ProducerRecord<String, byte[]>> records(CorpusText text) {
        String key = text.name().value();
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (byte[] chunk : chunks(text)) {
            records.add(CloudEvents.text(Topic.CORPUS, key, SOURCE, CorpusEvents.TEXT, chunk));
        }
        // A text that nobody seals would be trained on as soon as it has not grown for a while.
        CorpusSealed seal = new CorpusSealed(
                text.characters(), text.sha256(), Optional.of(false), Optional.empty(), Optional.empty());
        records.add(CloudEvents.json(Topic.CORPUS, key, SOURCE, CorpusEvents.SEALED, seal));
        return records;
    }

    private static List<byte[]> chunks(CorpusText text) {
        try (InputStream in = text.open()) {
            byte[] utf8 = in.readAllBytes();
            List<byte[]> chunks = new ArrayList<>();
            for (int from = 0; from < utf8.length; ) {
                int to = Utf8.whole(utf8, from, Math.min(utf8.length, from + CorpusEvents.CHUNK_BYTES));
                chunks.add(Arrays.copyOfRange(utf8, from, to));
                from = to;
            }
            return chunks;
        } catch (IOException | InvalidUtf8Exception e) {
            throw new CommandException("The text of '" + text.name() + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<RecordMetadata> send(List<ProducerRecord<String, byte[]>> records, Map<String, Object> client)
            throws InterruptedException {
        try (KafkaProducer<String, byte[]> producer = Clients.producer(client)) {
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            List<RecordMetadata> stored = new ArrayList<>();
            for (Future<RecordMetadata> record : sent) {
                stored.add(record.get());
            }
            return stored;
        } catch (ExecutionException e) {
            throw new CommandException("Kafka does not take the records: " + e.getMessage(), e);
        }
    }
}
