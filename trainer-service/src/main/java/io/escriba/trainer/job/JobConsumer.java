package io.escriba.trainer.job;

import io.escriba.json.Json;
import io.escriba.json.MalformedJsonException;
import io.escriba.kafka.Clients;
import io.escriba.kafka.DeadLetters;
import io.escriba.kafka.Refusal;
import io.escriba.kafka.Topic;
import io.escriba.kafka.Traces;
import io.escriba.trainer.training.TrainingStoppedException;
import io.escriba.training.TrainingJob;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Takes jobs from the log, one at a time. While a job runs on a thread of its own, this consumer goes on polling with
 * all partitions paused, so that Kafka knows it is alive. A job's offset is committed when the job has ended; a job whose
 * partition is taken away is stopped and left to its new owner.
 */
final class JobConsumer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JobConsumer.class);
    static final String GROUP = "escriba-trainer";
    /** A right to write can be granted for all ids that begin so. */
    private static final String JOB_WRITER = "escriba-job-";

    private static final String DEAD_LETTER_WRITER = "escriba-dead-letter-";
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> client;
    private final CancellableRunner runner;
    private final Predicate<JobOrder> ended;
    private final CompletableFuture<Void> opening;
    private final TrainingMetrics metrics;
    private final Tracer tracer;
    private final InstantSource clock;
    private final KafkaConsumer<String, byte[]> consumer;
    private final ExecutorService trainingThread = Executors.newSingleThreadExecutor(r -> new Thread(r, "training"));
    private final Thread thread = new Thread(this::consume, "training-jobs");
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final Map<TopicPartition, OffsetAndMetadata> passed = new HashMap<>();
    private Optional<RunningJob> running = Optional.empty();

    /**
     * Takes jobs when it has been started.
     *
     * @param client settings of a Kafka client, {@code bootstrap.servers} among them
     * @param ended whether a job has ended before, as far as Kafka tells
     * @param opening completes when the first job may be taken
     */
    JobConsumer(
            Map<String, Object> client,
            CancellableRunner runner,
            Predicate<JobOrder> ended,
            CompletableFuture<Void> opening,
            TrainingMetrics metrics,
            Tracer tracer,
            InstantSource clock) {
        this.client = client;
        this.runner = runner;
        this.ended = ended;
        this.opening = opening;
        this.metrics = metrics;
        this.tracer = tracer;
        this.clock = clock;
        this.consumer = Clients.member(client, GROUP);
    }

    void start() {
        thread.start();
    }

    /** Whether jobs are still being taken. */
    boolean isRunning() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        closing.complete(null);
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        trainingThread.shutdown();
    }

    private void consume() {
        try (consumer) {
            CompletableFuture.anyOf(opening, closing).join();
            consumer.subscribe(List.of(Topic.TRAINING_JOBS.topicName()), new Rebalancing());
            while (!closing.isDone()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    take(record);
                }
                if (running.filter(RunningJob::hasEnded).isPresent()) {
                    RunningJob ended = running.get();
                    ended.trace.run(() -> finish(ended));
                }
                if (running.isEmpty()) {
                    passMarks();
                }
            }
        } catch (WakeupException e) {
            if (!closing.isDone()) {
                throw e;
            }
        } catch (RuntimeException | Error e) {
            Refusal.of(e)
                    .ifPresentOrElse(
                            refusal -> LOG.errorf(
                                    "Training jobs are no longer taken. %s Then restart this service.", refusal),
                            () -> LOG.error("Training jobs are no longer taken. Restart this service.", e));
        } finally {
            running.ifPresent(job -> job.trace.run(job::stop));
        }
    }

    /**
     * Commits that nothing is left to do. A transaction ends with a mark in the log that no consumer is given: without this,
     * whoever counts trainers by the lag of their group would take each mark for a job.
     */
    private void passMarks() {
        try {
            Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
            for (TopicPartition partition : consumer.assignment()) {
                OffsetAndMetadata position = new OffsetAndMetadata(consumer.position(partition, POLL));
                if (!position.equals(passed.get(partition))) {
                    positions.put(partition, position);
                }
            }
            if (!positions.isEmpty()) {
                consumer.commitSync(positions);
                passed.putAll(positions);
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            throwIfRefused(e);
            LOG.debugf(e, "The marks after the last jobs are passed later.");
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        TrainingJob job;
        try {
            job = Json.read(record.value() == null ? new byte[0] : record.value(), TrainingJob.class);
        } catch (MalformedJsonException e) {
            passOver(record, partition, "The value is no training job: " + e.getMessage());
            return;
        }
        JobOrder order = new JobOrder(job, record.offset());
        JobTrace trace = new JobTrace(tracer, order, Traces.of(record.headers()));
        trace.run(() -> begin(order, partition, trace));
    }

    private void begin(JobOrder order, TopicPartition partition, JobTrace trace) {
        TrainingJob job = order.job();
        LOG.infof("Job %s: train %s on %s.", job.id(), job.model(), job.dataset());
        try {
            running = Optional.of(new RunningJob(order, partition, trace));
            consumer.pause(consumer.assignment());
        } catch (KafkaException e) {
            throwIfRefused(e);
            LOG.warnf("Job %s could not be taken over and is tried again: %s", job.id(), e.getMessage());
            consumer.seek(partition, order.offset());
            trace.close();
        }
    }

    /** Sends what is no job to the dead letters, and goes on after it. */
    private void passOver(ConsumerRecord<String, byte[]> record, TopicPartition partition, String reason) {
        LOG.errorf("The record at %s offset %d goes to the dead letters: %s", partition, record.offset(), reason);
        DeadLetters.Origin origin = new DeadLetters.Origin(record.topic(), record.partition(), record.offset(), reason);
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(
                Topic.DEAD_LETTER.topicName(),
                null,
                record.key(),
                record.value(),
                DeadLetters.headers(record.headers(), origin));
        try (JobLog log = JobLog.open(client, DEAD_LETTER_WRITER + partition + "-" + record.offset())) {
            log.finish(
                    List.of(letter),
                    Map.of(partition, new OffsetAndMetadata(record.offset() + 1)),
                    consumer.groupMetadata());
            metrics.deadLetter();
        } catch (KafkaException e) {
            throwIfRefused(e);
            LOG.warnf("It could not be sent there and is read again: %s", e.getMessage());
            consumer.seek(partition, record.offset());
        }
    }

    private void finish(RunningJob job) {
        running = Optional.empty();
        try {
            job.commit();
        } catch (KafkaException e) {
            throwIfRefused(e);
            LOG.warnf(
                    "Job %s could not be ended and begins again: %s",
                    job.order.job().id(), e.getMessage());
            consumer.seek(job.partition, job.order.offset());
        } finally {
            job.stop();
            consumer.resume(consumer.assignment());
        }
    }

    /** What Kafka refuses it would refuse again at once, and for ever. */
    private static void throwIfRefused(KafkaException failure) {
        if (Refusal.of(failure).isPresent()) {
            throw failure;
        }
    }

    /** A job on its thread, with its log. */
    private final class RunningJob {
        private final JobOrder order;
        private final TopicPartition partition;
        private final JobTrace trace;
        private final JobLog log;
        private final AtomicBoolean stopped = new AtomicBoolean();
        /** Nothing, if it had ended before. */
        private final Future<Optional<JobOutcome>> outcome;

        RunningJob(JobOrder order, TopicPartition partition, JobTrace trace) {
            this.order = order;
            this.partition = partition;
            this.trace = trace;
            this.log = JobLog.open(client, JOB_WRITER + order.job().id());
            JobEvents events = new JobEvents(order.job(), clock, event -> {
                metrics.happened(event);
                log.write(event);
            });
            this.outcome = trainingThread.submit(() -> trace.call(() -> ended.test(order)
                    ? Optional.<JobOutcome>empty()
                    : Optional.of(runner.run(order, events, stopped::get))));
        }

        boolean hasEnded() {
            return outcome.isDone();
        }

        /** Publishes the end of the job together with its offset. */
        void commit() {
            Optional<JobOutcome> end = await();
            log.finish(
                    end.map(JobOutcome::records).orElse(List.of()),
                    Map.of(partition, new OffsetAndMetadata(order.offset() + 1)),
                    consumer.groupMetadata());
            end.ifPresent(outcome -> {
                metrics.ended(outcome);
                trace.ended(outcome);
            });
            // Also of one that is passed over: whoever ended it may not have known that its end was told.
            runner.forget(order);
        }

        private Optional<JobOutcome> await() {
            try {
                return outcome.get();
            } catch (ExecutionException e) {
                throw new KafkaException(String.valueOf(e.getCause()), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("Interrupted.", e);
            }
        }

        /** Ends the training within one step, if it has not ended, and gives the log back. */
        void stop() {
            stopped.set(true);
            try {
                outcome.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TrainingStoppedException)) {
                    LOG.debugf(
                            e.getCause(),
                            "Job %s ended while it was being stopped.",
                            order.job().id());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            log.close();
            trace.close();
        }
    }

    private final class Rebalancing implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            passed.keySet().removeAll(partitions);
            running.filter(job -> partitions.contains(job.partition))
                    .ifPresent(job -> job.trace.run(() -> {
                        LOG.infof(
                                "Job %s goes to another trainer.",
                                job.order.job().id());
                        job.stop();
                        running = Optional.empty();
                    }));
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (running.isPresent()) {
                consumer.pause(partitions);
            } else {
                consumer.resume(consumer.assignment());
            }
        }
    }
}
