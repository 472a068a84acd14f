package io.escriba.bench.scaling;

import io.escriba.bench.instance.BenchInstance;
import io.escriba.bench.instance.RunningInference;
import io.escriba.local.CommandException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Inference processes that come and go while others run. Nobody waits for them: each has a thread that starts and stops it, one
 * after the other. Closing it stops all.
 */
final class Fleet implements AutoCloseable {
    private final BenchInstance instance;
    private final List<String> settings;
    private final List<Place> places;
    private int wanted;

    /**
     * One without processes.
     *
     * @param most processes
     * @param settings of each, as arguments of Java
     */
    Fleet(BenchInstance instance, int most, List<String> settings) {
        this.instance = instance;
        this.settings = List.copyOf(settings);
        this.places = IntStream.range(0, most).mapToObj(Place::new).toList();
    }

    /** From now on there are to be so many: those that are missing are started, of those that are too many the newest stopped. */
    void want(int processes) {
        for (; wanted < processes; wanted++) {
            places.get(wanted).start();
        }
        for (; wanted > processes; wanted--) {
            places.get(wanted - 1).stop();
        }
    }

    /** How many there are to be. */
    int wanted() {
        return wanted;
    }

    /** How many take new texts. */
    int ready() {
        return (int) places.stream().filter(Place::isReady).count();
    }

    /**
     * Waits until what was wanted last is so.
     *
     * @throws CommandException when a process does not start
     */
    void await() {
        places.forEach(Place::await);
    }

    /**
     * Checks that every process has started that was to.
     *
     * @throws CommandException when one has not
     */
    void requireStarted() {
        places.stream().filter(Place::hasFailed).forEach(Place::await);
    }

    @Override
    public void close() {
        places.forEach(Place::close);
    }

    private final class Place {
        private final int index;
        private final ExecutorService thread;
        private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        private volatile boolean wanted;
        private volatile Optional<RunningInference> process = Optional.empty();

        Place(int index) {
            this.index = index;
            this.thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "inference-" + (index + 1)));
        }

        void start() {
            wanted = true;
            then(this::startNow);
        }

        void stop() {
            wanted = false;
            then(this::stopNow);
        }

        /** What follows on a failure is not done, so that the failure stays. */
        private void then(Runnable task) {
            last = last.thenRunAsync(task, thread);
        }

        private void startNow() {
            try {
                process = Optional.of(instance.startInference(index, settings.toArray(String[]::new)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandException("Interrupted while an inference process was being started.", e);
            }
        }

        private void stopNow() {
            process.ifPresent(RunningInference::close);
            process = Optional.empty();
        }

        boolean isReady() {
            return wanted && process.isPresent();
        }

        boolean hasFailed() {
            return last.isCompletedExceptionally();
        }

        void await() {
            try {
                last.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof CommandException reason ? reason : new CommandException(e.toString(), e);
            }
        }

        /** The instance stops what still runs; a start that is under way ends with it. */
        void close() {
            thread.shutdownNow();
        }
    }
}
