package io.escriba.bench.inference;

import io.escriba.bench.instance.RunningInference;
import io.escriba.bench.load.GenerateClient;
import io.escriba.bench.load.OpenStream;
import io.escriba.bench.load.SteadyLoad;
import io.escriba.bench.model.RandomModel;
import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.local.CommandException;
import io.escriba.model.ModelVersion;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A service that serves a model, and its readers. Closing it stops the service. */
final class ModelServer implements AutoCloseable {
    /** Characters of a text that does not end soon: as many as one may ask for. */
    static final long LONGEST = 1_000_000;

    /** What each text begins with that is not to be measured by its beginning. */
    private static final String PROMPT = "The ";

    private final ModelInstance instance;
    private final RunningInference process;
    private final GenerateClient client;
    private final AtomicLong seed = new AtomicLong();

    ModelServer(ModelInstance instance, RunningInference process, int window) {
        this.instance = instance;
        this.process = process;
        this.client = new GenerateClient(process.port(), window);
    }

    /** The service. */
    RunningInference process() {
        return process;
    }

    /** The readers. */
    GenerateClient client() {
        return client;
    }

    /** Asks for texts of so many characters, each with a seed of its own. */
    Supplier<GenerateRequest> texts(RandomModel model, long characters) {
        return () -> model.request(PROMPT, characters, seed.incrementAndGet());
    }

    /**
     * So many streams, as soon as each has had a character.
     *
     * @param characters of one text
     */
    SteadyLoad load(RandomModel model, int streams, long characters) throws InterruptedException {
        SteadyLoad load = SteadyLoad.open(client, streams, OpenStream.ALL, texts(model, characters));
        try {
            instance.await("The first character of each of " + streams + " streams", load::hasBegun);
            return load;
        } catch (CommandException | InterruptedException e) {
            load.close();
            throw e;
        }
    }

    /** Waits until a version serves new streams. */
    void awaitServing(ModelVersion version) throws InterruptedException {
        instance.await("That " + version + " is served", () -> client.serves(version));
    }

    /** Waits until there are no streams. */
    void awaitIdle() throws InterruptedException {
        instance.await("The end of every stream", () -> process.running() + process.waiting() == 0);
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
