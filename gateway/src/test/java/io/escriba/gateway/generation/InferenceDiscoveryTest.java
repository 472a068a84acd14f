package io.escriba.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.stork.api.ServiceDefinition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InferenceDiscoveryTest {
    @Test
    void aListIsTakenAsItIs() {
        ServiceDefinition found = definition("a:1, b.c:65000", List.of());

        assertThat(found.getServiceDiscovery().type()).isEqualTo("static");
        assertThat(found.getServiceDiscovery().parameters()).containsEntry("address-list", "a:1,b.c:65000");
        assertThat(found.getLoadBalancer().type()).isEqualTo("least-requests");
    }

    @Test
    void aNameIsAskedForAgainAndAgain() {
        ServiceDefinition found = definition("dns:inference.escriba.svc.cluster.local:9000", List.of());

        assertThat(found.getServiceDiscovery().type()).isEqualTo("dns");
        assertThat(found.getServiceDiscovery().parameters())
                .containsEntry("hostname", "inference.escriba.svc.cluster.local")
                .containsEntry("port", "9000")
                .containsEntry("record-type", "A")
                .containsEntry("refresh-period", "3s")
                .containsEntry("fail-on-error", "true")
                .doesNotContainKey("dns-servers");
        assertThat(found.getLoadBalancer().type()).isEqualTo("least-requests");
        assertThat(definition("dns:inference:9000", List.of("10.0.0.1:53", "10.0.0.2:8600"))
                        .getServiceDiscovery()
                        .parameters())
                .containsEntry("dns-servers", "10.0.0.1:53,10.0.0.2:8600");
    }

    @Test
    void kubernetesIsAskedForTheEndpointsOfAService() {
        ServiceDefinition found = definition("kubernetes:writing/inference", List.of());

        assertThat(found.getServiceDiscovery().type()).isEqualTo("kubernetes");
        assertThat(found.getServiceDiscovery().parameters())
                .containsEntry("application", "inference")
                .containsEntry("k8s-namespace", "writing")
                .containsEntry("port-name", "grpc");
        assertThat(definition("kubernetes:inference", List.of())
                        .getServiceDiscovery()
                        .parameters())
                .containsEntry("application", "inference")
                .doesNotContainKey("k8s-namespace");
    }

    @Test
    void knowsWhatItCanRead() {
        assertThat(List.of("a:1", "a:1,b:2", "a:1 , [::1]:2", "dns:a.b:1", "kubernetes:a", "kubernetes:a/b"))
                .allMatch(where -> where.matches(InferenceDiscovery.PATTERN));
        assertThat(List.of("", "a", "a:1,b", "dns:a", "dns:a:1,b:2", "b:2,dns:a:1", "kubernetes:", "kubernetes:a/b/c"))
                .noneMatch(where -> where.matches(InferenceDiscovery.PATTERN));
    }

    private static ServiceDefinition definition(String where, List<String> nameServers) {
        return new InferenceDiscovery(where, Duration.ofSeconds(3), nameServers).definition();
    }
}
