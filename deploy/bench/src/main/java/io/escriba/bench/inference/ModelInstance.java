package io.escriba.bench.inference;

import io.escriba.bench.instance.BenchInstance;
import io.escriba.bench.load.GenerateClient;
import io.escriba.bench.model.ModelPublisher;
import io.escriba.bench.model.RandomModel;
import io.escriba.bench.report.Setting;
import io.escriba.local.CommandException;
import io.escriba.local.launcher.Installation;
import io.escriba.local.launcher.Services;
import io.escriba.model.PublishedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A broker and a store of models, between which services come and go. Closing it stops and deletes everything. */
final class ModelInstance implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final BenchInstance instance;
    private final ModelPublisher publisher;
    private final int threads;

    private ModelInstance(BenchInstance instance, ModelPublisher publisher, int threads) {
        this.instance = instance;
        this.publisher = publisher;
        this.threads = threads;
    }

    /**
     * One with the first version of a model.
     *
     * @throws CommandException when something is not built or does not start
     */
    static ModelInstance with(RandomModel model, Setting setting) throws InterruptedException {
        BenchInstance instance =
                BenchInstance.start(Installation.current(), List.of(Services.INFERENCE), setting.directory());
        try {
            ModelPublisher publisher = new ModelPublisher(instance.kafka(), instance.models());
            publisher.announce(publisher.store(model, 1));
            return new ModelInstance(instance, publisher, setting.threads());
        } catch (RuntimeException | InterruptedException e) {
            instance.close();
            throw e;
        }
    }

    /** Stores a version, which nobody knows of yet. */
    PublishedModel store(RandomModel model, long version) {
        return publisher.store(model, version);
    }

    /** Makes a stored version known. */
    void announce(PublishedModel published) throws InterruptedException {
        publisher.announce(published);
    }

    /** Starts the service, with readers as the gateway has them, and returns when it serves a model. */
    ModelServer serve(List<String> more) throws InterruptedException {
        return serve(GenerateClient.USUAL_WINDOW, more);
    }

    /**
     * Starts the service, and returns when it serves a model. Only one can run at a time.
     *
     * @param window of the readers, in bytes
     * @param more settings, as arguments of Java
     */
    ModelServer serve(int window, List<String> more) throws InterruptedException {
        List<String> settings = new ArrayList<>(
                List.of("-Describa.inference.threads=" + threads, "-Describa.inference.ready-without-model=false"));
        settings.addAll(more);
        return new ModelServer(this, instance.startInference(settings.toArray(String[]::new)), window);
    }

    /**
     * Waits until a condition holds.
     *
     * @throws CommandException when it takes too long, or a process dies meanwhile
     */
    void await(String what, BenchInstance.Condition condition) throws InterruptedException {
        instance.await(what, PATIENCE, condition);
    }

    @Override
    public void close() {
        publisher.close();
        instance.close();
    }
}
