package io.escriba.local.broker;

import io.escriba.local.port.LoopbackPorts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker in this process, on the loopback interface only. What it is sent stays in its directory: a broker that
 * starts there again serves it again. Topics are not created by using them.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.bootstrapServers = "127.0.0.1:" + port;
    }

    /**
     * Starts a broker on a free port and returns when it answers.
     *
     * @param directory of its log; made if it is absent
     * @throws UncheckedIOException when the directory cannot be used
     */
    public static EmbeddedBroker start(Path directory) {
        return start(directory, 0);
    }

    /**
     * Starts a broker and returns when it answers.
     *
     * @param directory of its log; made if it is absent
     * @param port to listen on; 0 for a free one
     * @throws UncheckedIOException when the port is in use or the directory cannot be used
     */
    public static EmbeddedBroker start(Path directory, int port) {
        return start(directory, port, Map.of(), List.of());
    }

    /**
     * Starts a broker with some settings of its own and returns when it answers. Its listeners are called {@code CLIENTS} and
     * {@code CONTROLLER}.
     *
     * @param directory of its log; made if it is absent
     * @param port to listen on; 0 for a free one
     * @param settings of Kafka, instead of the usual ones or beside them
     * @param users that an empty directory begins with, as {@code kafka-storage format --add-scram} takes them
     * @throws UncheckedIOException when the port is in use or the directory cannot be used
     */
    public static EmbeddedBroker start(Path directory, int port, Map<String, String> settings, List<String> users) {
        try {
            Path log = Files.createDirectories(directory.toAbsolutePath());
            List<Integer> free = LoopbackPorts.free(2);
            int brokerPort = port == 0 ? free.get(0) : port;
            // Kafka itself finds out only when it has half started.
            if (!LoopbackPorts.isFree(brokerPort)) {
                throw new IOException("Port " + brokerPort
                        + " is in use. Stop what listens there, or choose another port for the broker.");
            }
            format(log, users);
            Map<String, String> all = new HashMap<>(BrokerSettings.of(log, brokerPort, free.get(1)));
            all.putAll(settings);
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(all, false), Time.SYSTEM);
            return started(server, brokerPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Where clients connect: {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Returns when {@link #close} has been called, by whatever thread, and the broker has stopped. */
    void awaitShutdown() {
        server.awaitShutdown();
    }

    /** Stops the broker after it has written everything to disk. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static EmbeddedBroker started(KafkaRaftServer server, int port) {
        try {
            server.startup();
            return new EmbeddedBroker(server, port);
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
    }

    /** Makes an empty directory a Kafka log directory of a cluster of its own. */
    private static void format(Path directory, List<String> users) throws IOException {
        if (Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream())) {
            new Formatter()
                    .setPrintStream(silent)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setScramArguments(users)
                    .run();
        } catch (Exception e) { // Formatter.run declares Exception
            throw new IOException("'" + directory + "' cannot be made the directory of a Kafka broker.", e);
        }
    }
}
