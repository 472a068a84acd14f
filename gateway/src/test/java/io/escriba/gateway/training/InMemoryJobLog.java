package io.escriba.gateway.training;

import io.escriba.training.TrainingCancellation;
import io.escriba.training.TrainingJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Keeps the jobs that were ordered, and the cancellations. */
final class InMemoryJobLog implements JobLog {
    final List<TrainingJob> jobs = new ArrayList<>();
    final List<TrainingCancellation> cancellations = new ArrayList<>();

    @Override
    public void order(TrainingJob job) {
        jobs.add(job);
    }

    @Override
    public Order orderOnce(String id, Supplier<TrainingJob> job) {
        Optional<TrainingJob> earlier =
                jobs.stream().filter(known -> known.id().equals(id)).findFirst();
        if (earlier.isPresent()) {
            return new Order(earlier.get(), true);
        }
        order(job.get());
        return new Order(jobs.get(jobs.size() - 1), false);
    }

    @Override
    public void cancel(TrainingCancellation cancellation) {
        cancellations.add(cancellation);
    }
}
