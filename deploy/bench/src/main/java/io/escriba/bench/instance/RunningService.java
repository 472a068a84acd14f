package io.escriba.bench.instance;

import io.escriba.local.CommandException;
import io.escriba.local.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.OptionalDouble;

/** A service that runs, and what all services can be asked. Closing it stops it. */
final class RunningService implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final String JCMD = "jcmd";

    private final BenchInstance instance;
    private final ChildProcess process;
    private final URI base;
    private final HttpClient http;

    /**
     * A service.
     *
     * @param base any address of its HTTP server
     */
    RunningService(BenchInstance instance, ChildProcess process, URI base, HttpClient http) {
        this.instance = instance;
        this.process = process;
        this.base = base;
        this.http = http;
    }

    /** The last lines of its log, below a sentence that introduces them. */
    String endOfLog() {
        return process.endOfLog();
    }

    /** Collects its garbage and says what of its heap is still in use, in bytes. */
    long usedHeapAfterCollection() throws InterruptedException {
        instance.runJdkTool(JCMD, pid(), "GC.run");
        return (long) required(
                "jvm_memory_used_bytes", PrometheusText.sum(metrics(), "jvm_memory_used_bytes", "area=\"heap\""));
    }

    /** What it has of memory; of the heap the objects that somebody refers to: see {@link LiveObjects}. */
    ServiceMemory memory() throws InterruptedException {
        return new ServiceMemory(LiveObjects.bytes(instance.runJdkTool(JCMD, pid(), "GC.class_histogram")), resident());
    }

    /** The time for which processors have worked for it. */
    Duration processorTime() {
        return process.handle()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new CommandException("The system does not say how long processors have worked for"
                        + " the " + name() + ": it has ended, or the system is not Linux."));
    }

    /** Ends it as SIGKILL does, and returns when it is gone. */
    void kill() {
        instance.kill(process);
    }

    /** Its resident memory in bytes, shared libraries included. */
    long resident() {
        return ProcessStatus.bytes(process.handle().pid(), ProcessStatus.RESIDENT)
                .orElseThrow(() -> new CommandException("Linux does not say how much memory the " + name()
                        + " has: it has ended, or the system is another."));
    }

    /** The value of a metric without labels. */
    double metric(String metric) throws InterruptedException {
        return required(metric, PrometheusText.value(metrics(), metric));
    }

    private double required(String metric, OptionalDouble value) {
        return value.orElseThrow(() -> new CommandException("The " + name() + "'s /q/metrics have no " + metric + "."));
    }

    private String metrics() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/q/metrics"))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new CommandException(
                        "The " + name() + "'s /q/metrics answer with status " + answer.statusCode() + ".");
            }
            return answer.body();
        } catch (IOException e) {
            throw new CommandException("The " + name() + "'s /q/metrics do not answer. " + endOfLog(), e);
        }
    }

    private String name() {
        return process.program().name();
    }

    private String pid() {
        return Long.toString(process.handle().pid());
    }

    @Override
    public void close() {
        instance.stop(process);
    }
}
