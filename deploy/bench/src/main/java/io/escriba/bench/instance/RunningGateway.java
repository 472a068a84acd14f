package io.escriba.bench.instance;

import io.escriba.local.CommandException;
import io.escriba.local.gateway.Gateway;
import io.escriba.local.process.ChildProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A gateway that runs. Closing it stops it. */
public final class RunningGateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final BenchInstance instance;
    private final ChildProcess process;
    private final URI base;
    private final HttpClient http;

    RunningGateway(BenchInstance instance, ChildProcess process, URI base, HttpClient http) {
        this.instance = instance;
        this.process = process;
        this.base = base;
        this.http = http;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(base.getHost(), base.getPort());
    }

    /** The last lines of its log, below a sentence that introduces them. */
    public String endOfLog() {
        return process.endOfLog();
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
        instance.runJdkTool("jcmd", Long.toString(process.handle().pid()), "GC.run");
        double bytes = PrometheusText.sum(metrics(), "jvm_memory_used_bytes", "area=\"heap\"")
                .orElseThrow(() -> new CommandException("The gateway's /q/metrics show no used heap."));
        return (long) bytes;
    }

    @Override
    public void close() {
        instance.stop(process);
    }

    private String metrics() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/q/metrics"))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new CommandException("The gateway's /q/metrics answer with status " + answer.statusCode() + ".");
            }
            return answer.body();
        } catch (IOException e) {
            throw new CommandException("The gateway's /q/metrics do not answer. " + endOfLog(), e);
        }
    }
}
