package io.escriba.e2e;

import io.escriba.e2e.Cluster.Member;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Services beside a {@link SecuredBroker}, each with a user of its own and settings alone. */
final class SecuredCluster implements AutoCloseable {
    private final SecuredBroker broker;
    private final Cluster services;
    private final Map<Member, Map<String, String>> instead = new EnumMap<>(Member.class);

    private SecuredCluster(SecuredBroker broker, Path directory) {
        this.broker = broker;
        this.services = Cluster.beside(broker.port(), directory, this::variables);
    }

    /** Starts the broker and grants what is listed; no service is started. */
    static SecuredCluster start(Path directory) throws Exception {
        SecuredCluster cluster = new SecuredCluster(SecuredBroker.start(directory), directory.resolve("services"));
        cluster.broker.grantAll();
        return cluster;
    }

    SecuredBroker broker() {
        return broker;
    }

    Cluster services() {
        return services;
    }

    /** Starts a service with some variables that differ, without waiting for it. */
    void launchWith(Member member, Map<String, String> variables) {
        instead.put(member, variables);
        services.launch(member);
        instead.remove(member);
    }

    private Map<String, String> variables(Member member) {
        Map<String, String> variables = new HashMap<>(broker.variables(user(member)));
        variables.putAll(instead.getOrDefault(member, Map.of()));
        return variables;
    }

    private static String user(Member member) {
        return switch (member) {
            case STATISTICS -> "escriba-statistics";
            case TRAINER -> "escriba-training";
            case INFERENCE, SECOND_INFERENCE -> "escriba-inference";
            case GATEWAY, SECOND_GATEWAY -> "escriba-gateway";
            case BROKER -> throw new IllegalArgumentException("The broker is no client.");
        };
    }

    @Override
    public void close() {
        try {
            services.close();
        } finally {
            broker.close();
        }
    }
}
