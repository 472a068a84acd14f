package io.escriba.bench.corpora;

import io.escriba.bench.instance.BenchInstance;
import io.escriba.local.CommandException;
import io.escriba.local.broker.BrokerMain;
import io.escriba.local.process.Program;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Kafka's own {@code ProducerPerformance}, as a process of its own. */
final class KafkaProducerRun {
    private static final String PROGRAM = "org.apache.kafka.tools.ProducerPerformance";
    private static final String NAME = "kafka-producer";
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /** What {@code kafka-producer-perf-test.sh} and {@code kafka-run-class.sh} start it with. */
    private static final List<String> JAVA_OPTIONS = List.of(
            "-Xmx512m",
            "-server",
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:InitiatingHeapOccupancyPercent=35",
            "-XX:+ExplicitGCInvokesConcurrent",
            "-XX:MaxInlineLevel=15",
            "-Djava.awt.headless=true");

    private final BenchInstance instance;
    private final String topic;
    private final KafkaLoad load;

    /**
     * A run on a topic.
     *
     * @param topic that exists
     * @param load what is sent
     */
    KafkaProducerRun(BenchInstance instance, String topic, KafkaLoad load) {
        this.instance = instance;
        this.topic = topic;
        this.load = load;
    }

    /**
     * Sends the load of a text.
     *
     * @throws CommandException when not all of them are acknowledged
     */
    PerformanceReport send(SourceText text) throws InterruptedException {
        long count = load.count(text.bytes());
        Path log = instance.file("logs").resolve(NAME + ".log");
        instance.run(new Program(NAME, command(text, count), Map.of(), log), LIMIT);
        PerformanceReport report = read(log);
        if (report.records() != count) {
            throw new CommandException(
                    "Kafka's producer sent " + count + " records, and " + report.records() + " were acknowledged.");
        }
        return report;
    }

    private List<String> command(SourceText text, long count) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(JAVA_OPTIONS);
        command.addAll(List.of(
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dlogging.configuration=" + BrokerMain.loggingConfiguration(),
                // Its report writes figures as the locale does.
                "-Duser.language=en",
                "-Duser.region=US",
                "-cp",
                System.getProperty("java.class.path", ""),
                PROGRAM,
                "--topic",
                topic,
                "--num-records",
                Long.toString(count)));
        command.addAll(payload(text));
        command.addAll(
                List.of("--throughput", "-1", "--producer-props", "bootstrap.servers=" + instance.kafka(), "acks=all"));
        return command;
    }

    private List<String> payload(SourceText text) {
        return switch (load.records()) {
            case RANDOM -> List.of("--record-size", Integer.toString(KafkaLoad.RECORD_BYTES));
            case TEXT ->
                List.of(
                        "--payload-file",
                        pieces(text).toString(),
                        "--payload-delimiter",
                        Character.toString(TextPieces.SEPARATOR));
        };
    }

    private Path pieces(SourceText text) {
        Path file = instance.file("pieces.txt");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(text.file()));
                OutputStream out = Files.newOutputStream(file)) {
            TextPieces.copy(in, out, KafkaLoad.RECORD_BYTES);
            return file;
        } catch (IOException e) {
            throw new CommandException("'" + text.name() + "' cannot be cut into records: " + e.getMessage(), e);
        }
    }

    private static PerformanceReport read(Path log) {
        try {
            return PerformanceReport.parse(Files.readAllLines(log));
        } catch (IOException e) {
            throw new CommandException("The report of Kafka's producer cannot be read: " + e.getMessage(), e);
        }
    }
}
