package io.escriba.bench.instance;

import io.escriba.local.CommandException;
import io.escriba.local.process.ChildProcess;
import java.time.Duration;

/** A trainer that runs. Closing it stops it. */
public final class RunningTrainer implements AutoCloseable {
    private final BenchInstance instance;
    private final ChildProcess process;

    RunningTrainer(BenchInstance instance, ChildProcess process) {
        this.instance = instance;
        this.process = process;
    }

    /**
     * Waits for something that it does.
     *
     * @param what it does, in words
     * @throws CommandException when it takes too long, or dies meanwhile; its log says more
     */
    public void await(String what, Duration limit, BenchInstance.Condition condition) throws InterruptedException {
        instance.await(what, limit, condition);
    }

    @Override
    public void close() {
        instance.stop(process);
    }
}
