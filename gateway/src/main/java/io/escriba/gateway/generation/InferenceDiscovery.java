package io.escriba.gateway.generation;

import io.smallrye.stork.api.ServiceDefinition;
import io.smallrye.stork.api.config.ConfigWithType;
import io.smallrye.stork.loadbalancer.requests.LeastRequestsConfiguration;
import io.smallrye.stork.servicediscovery.dns.DnsConfiguration;
import io.smallrye.stork.servicediscovery.kubernetes.KubernetesConfiguration;
import io.smallrye.stork.servicediscovery.staticlist.StaticConfiguration;
import java.time.Duration;
import java.util.List;

/**
 * How Stork finds the inference services.
 *
 * @param where a list of {@code HOST:PORT}, {@code dns:NAME:PORT} or {@code kubernetes:[NAMESPACE/]SERVICE}, as
 *     {@link #PATTERN} has them
 * @param refresh how long an answer of DNS counts, in whole seconds
 * @param nameServers each {@code HOST:PORT}; those of the machine when empty
 */
record InferenceDiscovery(String where, Duration refresh, List<String> nameServers) {
    /** What says where inference services are. */
    static final String PATTERN =
            "((?!dns:|kubernetes:)[^\\s,]+:\\d{1,5})(\\s*,\\s*(?!dns:|kubernetes:)[^\\s,]+:\\d{1,5})*"
                    + "|dns:[^\\s,:/]+:\\d{1,5}|kubernetes:([a-z0-9-]+/)?[a-z0-9-]+";

    private static final String DNS = "dns:";
    private static final String KUBERNETES = "kubernetes:";

    /** The port of a Kubernetes service that is gRPC's. */
    private static final String PORT_NAME = "grpc";

    InferenceDiscovery {
        nameServers = List.copyOf(nameServers);
    }

    /** What Stork is to do: find them, and choose the one with the fewest texts. */
    ServiceDefinition definition() {
        return ServiceDefinition.of(discovery(), new LeastRequestsConfiguration());
    }

    private ConfigWithType discovery() {
        if (where.startsWith(DNS)) {
            return dns(where.substring(DNS.length()));
        }
        if (where.startsWith(KUBERNETES)) {
            return kubernetes(where.substring(KUBERNETES.length()));
        }
        return new StaticConfiguration().withAddressList(where.replaceAll("\\s", ""));
    }

    private DnsConfiguration dns(String nameAndPort) {
        int colon = nameAndPort.indexOf(':');
        DnsConfiguration dns = new DnsConfiguration()
                .withHostname(nameAndPort.substring(0, colon))
                .withPort(nameAndPort.substring(colon + 1))
                .withRecordType("A")
                .withRefreshPeriod(refresh.toSeconds() + "s")
                // Those that were found last stay while DNS is away.
                .withFailOnError("true");
        return nameServers.isEmpty() ? dns : dns.withDnsServers(String.join(",", nameServers));
    }

    private static KubernetesConfiguration kubernetes(String service) {
        int slash = service.indexOf('/');
        KubernetesConfiguration kubernetes = new KubernetesConfiguration()
                .withApplication(service.substring(slash + 1))
                .withPortName(PORT_NAME);
        return slash < 0 ? kubernetes : kubernetes.withK8sNamespace(service.substring(0, slash));
    }
}
