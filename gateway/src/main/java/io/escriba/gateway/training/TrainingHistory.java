package io.escriba.gateway.training;

import io.escriba.gateway.training.JobHistory.Entry;
import io.escriba.gateway.training.TrainingSummary.State;
import io.escriba.name.Name;
import io.escriba.training.TrainingEvent;
import io.escriba.training.TrainingJob;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of the newest jobs. Thread-safe. */
final class TrainingHistory {
    private static final Comparator<JobHistory> BY_AGE = Comparator.comparing(JobHistory::since);

    private final int maxJobs;
    private final int maxMeasurements;
    private final Map<String, JobHistory> jobs = new HashMap<>();
    private final Map<String, Set<Runnable>> watchers = new ConcurrentHashMap<>();

    /**
     * Knows nothing yet.
     *
     * @param maxJobs so many are kept, the oldest are forgotten
     * @param maxMeasurements so many steps and samples of a job are kept
     */
    TrainingHistory(int maxJobs, int maxMeasurements) {
        this.maxJobs = maxJobs;
        this.maxMeasurements = maxMeasurements;
    }

    /** A job was ordered. */
    void ordered(TrainingJob job) {
        synchronized (this) {
            job(job.id(), job.model()).ordered(job);
            forgetOldest();
        }
        tell(job.id());
    }

    /**
     * Something happened to a job.
     *
     * @param offset of the event in its partition of the log
     */
    void happened(long offset, TrainingEvent event) {
        synchronized (this) {
            job(event.job(), event.model()).happened(offset, event);
            forgetOldest();
        }
        tell(event.job());
    }

    /** All jobs in brief, the newest last. */
    synchronized List<TrainingSummary> summaries() {
        return jobs.values().stream().sorted(BY_AGE).map(JobHistory::summary).toList();
    }

    /** Whether the job has been ordered. */
    synchronized boolean knows(String job) {
        return jobs.containsKey(job);
    }

    /** What is happening to a job, if it is known. */
    synchronized Optional<State> state(String job) {
        return Optional.ofNullable(jobs.get(job)).map(JobHistory::state);
    }

    /** What happened to a job after an event. */
    synchronized News after(String job, long offset) {
        JobHistory history = jobs.get(job);
        return history == null ? new News(List.of(), true) : new News(history.after(offset), history.isEnded());
    }

    /**
     * What is new.
     *
     * @param entries in order
     * @param complete whether nothing more will come
     */
    record News(List<Entry> entries, boolean complete) {
        /** Whether there is nothing new, but may be later. */
        boolean isPending() {
            return entries.isEmpty() && !complete;
        }
    }

    /** Has something run after each event of a job, which need not be known yet, until the watch is closed. */
    Watch watch(String job, Runnable watcher) {
        watchers.computeIfAbsent(job, id -> ConcurrentHashMap.newKeySet()).add(watcher);
        return () -> watchers.computeIfPresent(job, (id, present) -> {
            present.remove(watcher);
            return present.isEmpty() ? null : present;
        });
    }

    /** Whether anybody waits for anything. */
    boolean isWatched() {
        return !watchers.isEmpty();
    }

    /** To be closed when nobody waits any more. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private JobHistory job(String id, Name model) {
        return jobs.computeIfAbsent(id, i -> new JobHistory(i, model, maxMeasurements));
    }

    private void forgetOldest() {
        if (jobs.size() > maxJobs) {
            jobs.values().remove(jobs.values().stream().min(BY_AGE).orElseThrow());
        }
    }

    private void tell(String job) {
        watchers.getOrDefault(job, Set.of()).forEach(Runnable::run);
    }
}
