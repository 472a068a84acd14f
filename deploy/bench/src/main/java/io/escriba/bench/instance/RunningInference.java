package io.escriba.bench.instance;

import io.escriba.local.CommandException;
import java.time.Duration;

/** An inference service that runs. Closing it stops it. */
public final class RunningInference implements AutoCloseable {
    private final RunningService service;
    private final int port;
    private final Duration startup;

    RunningInference(RunningService service, int port, Duration startup) {
        this.service = service;
        this.port = port;
        this.startup = startup;
    }

    /** Where it serves gRPC, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** From the start of its process until it was ready, to within 10 ms. */
    public Duration startup() {
        return startup;
    }

    /**
     * Streams that have a row.
     *
     * @throws CommandException when it cannot be asked
     */
    public int running() throws InterruptedException {
        return (int) service.metric("escriba_streams_running");
    }

    /**
     * Streams that wait for a row, or for their readers.
     *
     * @throws CommandException when it cannot be asked
     */
    public int waiting() throws InterruptedException {
        return (int) (service.metric("escriba_streams_waiting") + service.metric("escriba_streams_paused"));
    }

    /**
     * Collects its garbage and says what it has of memory.
     *
     * @throws CommandException when it cannot be asked
     */
    public ServiceMemory memory() throws InterruptedException {
        return service.memory();
    }

    /**
     * The time for which processors have worked for it.
     *
     * @throws CommandException when the system does not say
     */
    public Duration processorTime() {
        return service.processorTime();
    }

    /** Ends it as SIGKILL does, and returns when it is gone. */
    public void kill() {
        service.kill();
    }

    /**
     * Its resident memory in bytes, shared libraries included.
     *
     * @throws CommandException when the system does not say
     */
    public long resident() {
        return service.resident();
    }

    @Override
    public void close() {
        service.close();
    }
}
