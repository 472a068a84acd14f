package io.escriba.manifests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.escriba.manifests.ServiceModule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What an installation may add to an overlay. */
class ComponentsTest {
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCAL")
    void discoveryChangesTheGatewayAlone(Overlay overlay) {
        Variant variant = Variant.of(overlay, "discovery");

        assertThat(variant.changed())
                .containsExactlyInAnyOrder(
                        "Deployment gateway",
                        "ServiceAccount gateway",
                        "Role discovery",
                        "RoleBinding discovery",
                        "NetworkPolicy discovery");
        assertThat(variant.builtIn())
                .filteredOn(object -> !object.getKind().equals("Namespace"))
                .extracting((HasMetadata object) -> object.getMetadata().getNamespace())
                .containsOnly("escriba");
    }

    /** It looks for the port by the name that Quarkus gives gRPC. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCAL")
    void discoveryLetsTheGatewayAskTheServerForThePodsOfInference(Overlay overlay) {
        Variant variant = Variant.of(overlay, "discovery");
        Workload gateway = Workload.of(variant)
                .filter(workload -> workload.service() == ServiceModule.GATEWAY)
                .findFirst()
                .orElseThrow();
        Service inference = variant.one(Service.class, "inference");

        assertThat(gateway.variable("ESCRIBA_GATEWAY_INFERENCE"))
                .hasValue("kubernetes:" + inference.getMetadata().getNamespace() + "/inference");
        assertThat(inference.getSpec().getPorts())
                .extracting(ServicePort::getName)
                .containsExactly("grpc");
        assertThat(gateway.pod().getAutomountServiceAccountToken()).isTrue();
        assertThat(Workload.of(variant).filter(workload -> workload.pod().getAutomountServiceAccountToken()))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCAL")
    void discoveryGivesTheGatewayTheRightsThatStorkNeeds(Overlay overlay) {
        Variant variant = Variant.of(overlay, "discovery");
        Role role = variant.one(Role.class, "discovery");
        RoleBinding binding = variant.one(RoleBinding.class, "discovery");
        String account =
                variant.one(ServiceAccount.class, "gateway").getMetadata().getName();
        Workload gateway = Workload.of(variant)
                .filter(workload -> workload.service() == ServiceModule.GATEWAY)
                .findFirst()
                .orElseThrow();

        assertThat(role.getRules())
                .extracting(PolicyRule::getResources, PolicyRule::getVerbs)
                .containsExactly(
                        tuple(List.of("endpoints"), List.of("get", "list", "watch")),
                        tuple(List.of("pods"), List.of("get", "list")));
        assertThat(binding.getRoleRef().getName()).isEqualTo(role.getMetadata().getName());
        assertThat(binding.getSubjects()).singleElement().satisfies(subject -> {
            assertThat(subject.getKind()).isEqualTo("ServiceAccount");
            assertThat(subject.getName()).isEqualTo(account);
            assertThat(subject.getNamespace()).isEqualTo("escriba");
        });
        assertThat(gateway.pod().getServiceAccountName()).isEqualTo(account);
        assertThat(variant.one(NetworkPolicy.class, "discovery").getSpec().getEgress())
                .singleElement()
                .satisfies(way -> assertThat(way.getPorts())
                        .extracting(port -> port.getPort().getIntVal())
                        .containsExactly(443, 6443));
    }
}
