package io.escriba.gateway;

import io.escriba.kafka.CloudEvents;
import io.escriba.kafka.Topic;
import io.escriba.kafka.Topics;
import io.escriba.local.broker.EmbeddedBroker;
import io.escriba.model.PublishedModel;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway needs around it, started once for all tests: a real broker in which every model of
 * {@link FakeInference} has been published, and an inference service that keeps to the contract.
 */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {
    private final FakeInference inference = new FakeInference();
    private @Nullable EmbeddedBroker broker;
    private @Nullable Server server;
    private @Nullable Log log;

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory("escriba-gateway");
            EmbeddedBroker started = EmbeddedBroker.start(directory);
            broker = started;
            Topics.createMissing(Map.of("bootstrap.servers", started.bootstrapServers()), 3, (short) 1);
            log = new Log(started.bootstrapServers());
            publishModels(log);
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(inference)
                    .build()
                    .start();
            return Map.of(
                    "kafka.bootstrap.servers",
                    started.bootstrapServers(),
                    "escriba.gateway.inference",
                    "127.0.0.1:" + server.getPort(),
                    "escriba.store",
                    Files.createDirectory(directory.resolve("models")).toUri().toString(),
                    // What stays away is soon said to be.
                    "escriba.gateway.failover",
                    "PT0.2S");
        } catch (IOException e) {
            throw new UncheckedIOException("The surroundings of the test cannot be started.", e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(inference, new TestInjector.MatchesType(FakeInference.class));
        injector.injectIntoFields(log, new TestInjector.MatchesType(Log.class));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.shutdownNow();
        }
        if (log != null) {
            log.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    private static void publishModels(Log log) {
        for (String model : FakeInference.MODELS) {
            publish(log, TestModels.published(model, 1, FakeInference.alphabet(model)));
        }
        publish(log, TestModels.published(FakeInference.LETTERS, 2, FakeInference.ALPHABET));
        publish(log, TestModels.published(FakeInference.UNLOADABLE, 2, FakeInference.ALPHABET));
        publish(log, TestModels.published("retired", 1, FakeInference.ALPHABET));
        log.write(new ProducerRecord<>(Topic.MODELS.topicName(), "retired", null));
    }

    private static void publish(Log log, PublishedModel model) {
        log.write(CloudEvents.json(Topic.MODELS, model.name().value(), "test", PublishedModel.TYPE, model));
    }
}
