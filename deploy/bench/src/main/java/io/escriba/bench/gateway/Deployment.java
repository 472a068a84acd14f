package io.escriba.bench.gateway;

import io.escriba.bench.instance.BenchInstance;
import io.escriba.bench.instance.RunningGateway;
import io.escriba.bench.instance.RunningInference;
import io.escriba.bench.instance.ServiceMemory;
import io.escriba.bench.model.ModelPublisher;
import io.escriba.bench.model.RandomModel;
import io.escriba.bench.reader.EventClient;
import io.escriba.bench.reader.Order;
import io.escriba.bench.report.Setting;
import io.escriba.local.CommandException;
import io.escriba.local.launcher.Installation;
import io.escriba.local.launcher.Services;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** A broker, a model, inference processes that serve it and a gateway, with readers. Closing it stops and deletes everything. */
final class Deployment implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** The heap that deploy/local/up gives the gateway. */
    private static final String GATEWAY_HEAP = "512m";

    /** More connections than any part has. */
    private static final int MOST_CONNECTIONS = 60_000;

    /** They make a gateway load all of its code, which is not to be counted as the memory of streams. */
    private static final int FIRST_READERS = 16;

    private final RandomModel model;
    private final Setting setting;
    private final BenchInstance instance;
    private final ModelPublisher publisher;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final EventClient client = new EventClient(MOST_CONNECTIONS);
    private final List<RunningInference> inference = new ArrayList<>();
    private RunningGateway gateway;

    /** Of the text that was made last. Nobody gets one that was written before, of which there may be snapshots. */
    private long seed;

    private Deployment(
            RandomModel model, Setting setting, BenchInstance instance, ModelPublisher publisher, int processes)
            throws InterruptedException {
        this.model = model;
        this.setting = setting;
        this.instance = instance;
        this.publisher = publisher;
        publisher.announce(publisher.store(model, 1));
        for (int index = 0; index < processes; index++) {
            inference.add(newInference(index));
        }
        this.gateway = newGateway();
    }

    /**
     * One with so many inference processes.
     *
     * @throws CommandException when something is not built or does not start
     */
    static Deployment with(RandomModel model, Setting setting, int processes) throws InterruptedException {
        BenchInstance instance = BenchInstance.start(
                Installation.current(), List.of(Services.INFERENCE, Services.GATEWAY), setting.directory(), processes);
        try {
            ModelPublisher publisher = new ModelPublisher(instance.kafka(), instance.models());
            return new Deployment(model, setting, instance, publisher, processes);
        } catch (RuntimeException | InterruptedException e) {
            instance.close();
            throw e;
        }
    }

    /** The gateway. */
    RunningGateway gateway() {
        return gateway;
    }

    /** An inference process, by its number. */
    RunningInference inference(int index) {
        return inference.get(index);
    }

    /** Starts a gateway beside the first. */
    RunningGateway startSecondGateway() throws InterruptedException {
        return instance.startSecondGateway();
    }

    /** Starts the gateway again, which has ended. */
    void restartGateway() throws InterruptedException {
        gateway = newGateway();
    }

    /** Starts an inference process again, which has ended. */
    void restartInference(int index) throws InterruptedException {
        inference.set(index, newInference(index));
    }

    /** The memory of all inference processes together. */
    ServiceMemory inferenceMemory() throws InterruptedException {
        long heap = 0;
        long resident = 0;
        for (RunningInference process : inference) {
            ServiceMemory memory = process.memory();
            heap += memory.heap();
            resident += memory.resident();
        }
        return new ServiceMemory(heap, resident);
    }

    /**
     * So many readers of texts of their own, as soon as each has had so many characters. They come one after the other.
     *
     * @param gateways that they know; the first makes the streams
     */
    Crowd readers(int count, Order order, List<InetSocketAddress> gateways, long characters)
            throws InterruptedException {
        Crowd crowd = readers(count, order, gateways);
        try {
            await(
                    "That each of " + count + " readers has " + characters + " characters",
                    () -> crowd.haveRead(characters));
            return crowd;
        } catch (CommandException | InterruptedException e) {
            crowd.close();
            throw e;
        }
    }

    private Crowd readers(int count, Order order, List<InetSocketAddress> gateways) throws InterruptedException {
        Crowd crowd = new Crowd(client);
        try {
            for (int reader = 0; reader < count; reader++) {
                seed++;
                crowd.add(gateways, order.place(http, gateways.get(0), seed), order.characters());
            }
            return crowd;
        } catch (CommandException | InterruptedException e) {
            crowd.close();
            throw e;
        }
    }

    /** Lets some read before anything is measured. */
    void warmUp() throws InterruptedException {
        warmUp(gateway);
    }

    /** Lets some read at this gateway before anything is measured. */
    void warmUp(RunningGateway warm) throws InterruptedException {
        Order order = Order.unpaced(model);
        try (Crowd first = readers(FIRST_READERS, order, List.of(warm.address()), 1)) {
            first.measure(setting.warmUp()).failures().requireNone();
        }
        awaitIdle();
    }

    /** Waits until no process has a stream. */
    void awaitIdle() throws InterruptedException {
        await("The end of every stream", () -> {
            for (RunningInference process : inference) {
                if (process.running() + process.waiting() > 0) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Whether each process has a fair share of the texts. */
    boolean isDivided() throws InterruptedException {
        List<Integer> texts = new ArrayList<>();
        for (RunningInference process : inference) {
            texts.add(process.running() + process.waiting());
        }
        return Collections.max(texts) - Collections.min(texts) <= 1;
    }

    /** Lets a time pass in which no process may die. */
    void pass(Duration time) throws InterruptedException {
        long begin = System.nanoTime();
        await("The end of " + time.toSeconds() + " s", () -> System.nanoTime() - begin >= time.toNanos());
    }

    /**
     * Waits until a condition holds.
     *
     * @throws CommandException when it takes too long, or a process dies meanwhile
     */
    void await(String what, BenchInstance.Condition condition) throws InterruptedException {
        instance.await(what, PATIENCE, condition);
    }

    private RunningInference newInference(int index) throws InterruptedException {
        return instance.startInference(
                index,
                Stream.concat(
                                Stream.of(
                                        "-Describa.inference.threads=" + setting.threads(),
                                        "-Describa.inference.ready-without-model=false"),
                                ServiceMemory.FIXED_HEAP.stream())
                        .toArray(String[]::new));
    }

    private RunningGateway newGateway() throws InterruptedException {
        return instance.startGateway(GATEWAY_HEAP, ServiceMemory.FIXED_HEAP.toArray(String[]::new));
    }

    @Override
    public void close() {
        client.close();
        publisher.close();
        instance.close();
    }
}
