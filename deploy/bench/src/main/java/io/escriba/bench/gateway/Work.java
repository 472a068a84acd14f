package io.escriba.bench.gateway;

import io.escriba.local.CommandException;
import java.time.Duration;

/**
 * For how long processors have worked: for the gateway, for the first inference process, and for the readers, which are in the
 * process of the benchmark.
 */
record Work(Duration gateway, Duration inference, Duration readers) {
    /** Up to now. */
    static Work of(Deployment deployment) {
        return new Work(
                deployment.gateway().processorTime(),
                deployment.inference(0).processorTime(),
                ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElseThrow(() -> new CommandException(
                                "The system does not say how long processors have worked" + " for this process.")));
    }

    /** What has come to it since. */
    Work since(Work before) {
        return new Work(
                gateway.minus(before.gateway), inference.minus(before.inference), readers.minus(before.readers));
    }

    /** Percents of one processor in a time. */
    static double percent(Duration work, Duration time) {
        return 100.0 * work.toNanos() / time.toNanos();
    }
}
