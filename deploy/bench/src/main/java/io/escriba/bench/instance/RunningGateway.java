package io.escriba.bench.instance;

import io.escriba.local.CommandException;
import io.escriba.local.gateway.Gateway;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/** A gateway that runs. Closing it stops it. */
public final class RunningGateway implements AutoCloseable {
    private final RunningService service;
    private final URI base;
    private final HttpClient http;

    RunningGateway(RunningService service, URI base, HttpClient http) {
        this.service = service;
        this.base = base;
        this.http = http;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(base.getHost(), base.getPort());
    }

    /** The last lines of its log, below a sentence that introduces them. */
    public String endOfLog() {
        return service.endOfLog();
    }

    /** What can be asked of it over HTTP. */
    public Gateway client() {
        return new Gateway(base, http);
    }

    /**
     * Collects its garbage and says what of its heap is still in use, in bytes.
     *
     * @throws CommandException when it cannot be asked
     */
    public long usedHeapAfterCollection() throws InterruptedException {
        return service.usedHeapAfterCollection();
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

    @Override
    public void close() {
        service.close();
    }
}
