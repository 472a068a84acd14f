package io.escriba.local.launcher;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;

/** Asks whether a Kafka broker answers at an address. */
public final class KafkaProbe {
    private final String address;
    private final Duration patience;

    /**
     * A probe of one broker.
     *
     * @param address {@code HOST:PORT}
     * @param patience how long one question waits for its answer
     */
    public KafkaProbe(String address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    /** Asks once. */
    public boolean answers() throws InterruptedException {
        int millis = (int) patience.toMillis();
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 50L,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200L);
        try (Admin admin = Admin.create(client)) {
            return !admin.describeCluster(new DescribeClusterOptions().timeoutMs(millis))
                    .nodes()
                    .get()
                    .isEmpty();
        } catch (ExecutionException | KafkaException e) {
            return false; // nobody answers, or somebody who does not speak Kafka
        }
    }
}
