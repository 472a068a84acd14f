package io.escriba.local.broker;

import java.nio.file.Path;
import java.util.Map;

/** What a broker that is alone on one machine is configured with. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";
    private static final String CLIENTS = "CLIENTS";

    private static final int MIB = 1024 * 1024;

    private BrokerSettings() {}

    /**
     * The settings of Kafka for one node that is broker and controller.
     *
     * @param directory of its log
     * @param port of the broker on the loopback interface
     * @param controllerPort of the controller, to which only this process connects
     */
    static Map<String, String> of(Path directory, int port, int controllerPort) {
        return Map.ofEntries(
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("process.roles", "broker,controller"),
                Map.entry("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort),
                Map.entry("controller.listener.names", CONTROLLER),
                Map.entry(
                        "listeners",
                        CLIENTS + "://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort),
                Map.entry("inter.broker.listener.name", CLIENTS),
                Map.entry("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT"),
                Map.entry("log.dirs", directory.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                // A record of 1 MiB with its key, headers and framing.
                Map.entry("message.max.bytes", Integer.toString(MIB + 64 * 1024)),

                // Which jobs have ended must be known after a month without a trainer too; the default is a week.
                Map.entry("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE)),

                // One node can hold one copy, and one user needs few coordinators.
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),

                // There is no other copy to recover from, so no more than a second is lost with the machine's power.
                Map.entry("log.flush.interval.ms", "1000"),
                Map.entry("log.flush.scheduler.interval.ms", "1000"),

                // Quick to start, and small: the defaults are for a machine that does nothing else.
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("log.segment.bytes", Integer.toString(256 * MIB)),
                Map.entry("log.index.size.max.bytes", Integer.toString(MIB)),
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(8 * MIB)),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"));
    }
}
