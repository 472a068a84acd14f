package io.escriba.manifests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.kafka.Topic;
import io.escriba.manifests.Checkout;
import io.escriba.manifests.Manifests;
import io.escriba.manifests.ServiceModule;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SurroundingsTest {
    @ParameterizedTest
    @EnumSource
    void areInOneNamespace(Overlay overlay) {
        Stream<String> namespaces = overlay.builtIn().stream()
                .filter(object -> !object.getKind().equals("Namespace"))
                .map(object -> object.getMetadata().getNamespace());

        assertThat(namespaces).containsOnly("escriba");
    }

    @ParameterizedTest
    @EnumSource
    void haveEachNameOnce(Overlay overlay) {
        assertThat(overlay.builtIn())
                .extracting((HasMetadata object) ->
                        object.getKind() + " " + object.getMetadata().getName())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void leadToPortsThatPodsHave(Overlay overlay) {
        Map<String, Set<String>> ports = Map.of(
                "gateway", Set.of("http"),
                "inference", Set.of("grpc"));

        ports.forEach((name, expected) -> {
            Service service = overlay.one(Service.class, name);
            Workload workload = selected(overlay, service.getSpec().getSelector());
            assertThat(service.getSpec().getPorts())
                    .extracting((ServicePort port) -> port.getTargetPort().getStrVal())
                    .containsExactlyElementsOf(expected);
            assertThat(workload.ports()).containsKeys(expected.toArray(String[]::new));
        });
    }

    @ParameterizedTest
    @EnumSource
    void letTheGatewayFindEachPodOfInference(Overlay overlay) {
        Service inference = overlay.one(Service.class, "inference");
        String address = selected(
                        overlay, overlay.one(Service.class, "gateway").getSpec().getSelector())
                .variable("ESCRIBA_GATEWAY_INFERENCE")
                .orElseThrow();

        assertThat(inference.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(address)
                .isEqualTo("dns:inference."
                        + inference.getMetadata().getNamespace()
                        + ".svc.cluster.local:"
                        + ServiceModule.INFERENCE.property("quarkus.grpc.server.port"));
    }

    @ParameterizedTest
    @EnumSource
    void keepAllButOnePodOfWhatServes(Overlay overlay) {
        assertThat(overlay.all(PodDisruptionBudget.class)).hasSize(3).allSatisfy(budget -> {
            assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
            assertThat(selected(overlay, budget.getSpec().getSelector().getMatchLabels())
                            .name())
                    .isEqualTo(budget.getMetadata().getName());
        });
    }

    @ParameterizedTest
    @EnumSource
    void letNothingThroughButWhatIsNamed(Overlay overlay) {
        NetworkPolicy nothing = overlay.one(NetworkPolicy.class, "nothing-else");

        assertThat(nothing.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(nothing.getSpec().getPodSelector().getMatchLabels()).isNullOrEmpty();
        assertThat(ports(overlay, "inference"))
                .containsExactly(Integer.valueOf(ServiceModule.INFERENCE.property("quarkus.grpc.server.port")));
        assertThat(ports(overlay, "metrics"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(ServiceModule.values())
                        .map(ServiceModule::httpPort)
                        .toList());
    }

    /** Names are asked for at other addresses in each kind of cluster; credentials of the machine must not be had. */
    @ParameterizedTest
    @EnumSource
    void letNamesBeAskedForEverywhereAndCredentialsOfThePodAlone(Overlay overlay) {
        assertThat(overlay.one(NetworkPolicy.class, "names").getSpec().getEgress())
                .singleElement()
                .satisfies(way -> {
                    assertThat(way.getTo()).isNullOrEmpty();
                    assertThat(way.getPorts())
                            .extracting(port ->
                                    port.getProtocol() + " " + port.getPort().getIntVal())
                            .containsExactlyInAnyOrder("UDP 53", "TCP 53", "UDP 5353", "TCP 5353");
                });
        assertThat(overlay.one(NetworkPolicy.class, "credentials").getSpec().getEgress())
                .singleElement()
                .satisfies(way -> assertThat(way.getTo())
                        .extracting(place -> place.getIpBlock().getCidr())
                        .containsExactly("169.254.170.23/32", "fd00:ec2::23/128"));
        assertThat(overlay.all(NetworkPolicy.class))
                .noneSatisfy(policy -> assertThat(policy.toString()).contains("169.254.169.254"));
    }

    /** Secrets are made apart; only the local overlay, which is for one machine, has some. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCAL")
    void haveNoSecrets(Overlay overlay) {
        assertThat(overlay.all(Secret.class)).isEmpty();
        assertThat(references(overlay)).contains("escriba-gateway stream-key");
    }

    /** Also that of TLS, which only the ingress names. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCAL")
    void areDocumentedWithTheirSecrets(Overlay overlay) {
        String page = Checkout.read(Checkout.ROOT.resolve("deploy/kubernetes/README.md"));
        Stream<String> secrets = Stream.concat(
                references(overlay).stream().map(reference -> reference.split(" ", -1)[0]),
                overlay.one(Ingress.class, "gateway").getSpec().getTls().stream()
                        .map(IngressTLS::getSecretName));

        assertThat(secrets)
                .contains("escriba-tls")
                .allSatisfy(secret -> assertThat(page).containsPattern("create secret (generic|tls) " + secret + " "));
    }

    @Test
    void haveTheSecretsThatAreReferredToOnOneMachine() {
        Map<String, Set<String>> secrets = Overlay.LOCAL.all(Secret.class).stream()
                .collect(Collectors.toMap(
                        secret -> secret.getMetadata().getName(),
                        secret -> secret.getData().keySet()));

        assertThat(references(Overlay.LOCAL))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                secrets.getOrDefault(reference.split(" ", -1)[0], Set.of()))
                        .contains(reference.split(" ", -1)[1]));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCAL")
    void passCharactersOnAsTheyComeAndNothingOfHealthAndMetrics(Overlay overlay) {
        Ingress ingress = overlay.one(Ingress.class, "gateway");
        List<HTTPIngressPath> paths =
                ingress.getSpec().getRules().get(0).getHttp().getPaths();

        assertThat(ingress.getMetadata().getAnnotations())
                .containsEntry("nginx.ingress.kubernetes.io/proxy-buffering", "off")
                .containsEntry("nginx.ingress.kubernetes.io/proxy-request-buffering", "off")
                .containsEntry("nginx.ingress.kubernetes.io/proxy-body-size", "0");
        assertThat(ports(overlay, "ingress")).containsExactly(ServiceModule.GATEWAY.httpPort());
        assertThat(paths)
                .extracting(path ->
                        path.getPath() + " " + path.getBackend().getService().getName())
                .containsExactlyInAnyOrder("/q/openapi gateway", "/q nowhere", "/ gateway");
        assertThat(overlay.one(Service.class, "nowhere").getSpec().getSelector())
                .isNullOrEmpty();
        assertThat(overlay.one(Service.class, "gateway").getSpec().getPorts())
                .extracting(ServicePort::getName)
                .contains("http");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCAL")
    void scaleInferenceOnItsStreams(Overlay overlay) {
        JsonNode inference = overlay.scaled("inference").path("spec");

        assertThat(inference.path("minReplicaCount").asInt()).isPositive();
        assertThat(Manifests.elements(inference.path("triggers"))).isNotEmpty().allSatisfy(trigger -> {
            assertThat(trigger.path("type").asText()).isEqualTo("prometheus");
            assertThat(trigger.path("metadata").path("query").asText())
                    .contains("escriba_streams_running", "escriba_streams_waiting");
        });
    }

    /** KEDA takes an empty answer for 0 unless it is told otherwise, and falls back only where an average is compared. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCAL")
    void letNoPodGoWhereNothingIsMeasured(Overlay overlay) {
        JsonNode inference = overlay.scaled("inference").path("spec");
        JsonNode fallback = inference.path("fallback");

        assertThat(Manifests.elements(inference.path("triggers"))).isNotEmpty().allSatisfy(trigger -> {
            assertThat(trigger.path("metadata").path("ignoreNullValues").asText())
                    .isEqualTo("false");
            assertThat(trigger.path("metricType").asText("AverageValue")).isEqualTo("AverageValue");
        });
        assertThat(fallback.path("failureThreshold").asInt()).isPositive();
        assertThat(fallback.path("replicas").asInt())
                .isBetween(
                        inference.path("minReplicaCount").asInt(),
                        inference.path("maxReplicaCount").asInt());
        assertThat(fallback.path("behavior").asText()).isEqualTo("currentReplicasIfHigher");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCAL")
    void scaleTrainersOnTheJobsThatWaitOrRun(Overlay overlay) {
        JsonNode trainer = overlay.scaled("trainer").path("spec");
        JsonNode kafka = trainer.path("triggers").path(0);

        assertThat(trainer.path("minReplicaCount").asInt(-1)).isZero();
        assertThat(kafka.path("type").asText()).isEqualTo("kafka");
        assertThat(kafka.path("metadata").path("topic").asText()).isEqualTo(Topic.TRAINING_JOBS.topicName());
        assertThat(kafka.path("metadata").path("lagThreshold").asText()).isEqualTo("1");
        assertThat(overlay.all(ConfigMap.class).get(0).getData())
                .containsKey(
                        kafka.path("metadata").path("bootstrapServersFromEnv").asText());
    }

    /** Who says how many there are must be one alone. */
    @ParameterizedTest
    @EnumSource
    void scaleWhatDoesNotSayHowManyThereAre(Overlay overlay) {
        List<String> scaled = overlay.scaled()
                .map(object ->
                        object.path("spec").path("scaleTargetRef").path("name").asText())
                .toList();

        assertThat(scaled).hasSize(overlay == Overlay.LOCAL ? 0 : 2);
        assertThat(Workload.of(overlay)
                        .filter(workload -> workload.deployment().getSpec().getReplicas() == null)
                        .map(Workload::name))
                .containsExactlyInAnyOrderElementsOf(scaled);
    }

    private static Workload selected(Overlay overlay, Map<String, String> selector) {
        List<Workload> selected = Workload.of(overlay)
                .filter(workload -> workload.labels().entrySet().containsAll(selector.entrySet()))
                .toList();
        assertThat(selected).hasSize(1);
        return selected.get(0);
    }

    private static List<Integer> ports(Overlay overlay, String policy) {
        return overlay.one(NetworkPolicy.class, policy).getSpec().getIngress().get(0).getPorts().stream()
                .map(port -> port.getPort().getIntVal())
                .toList();
    }

    /** Names and keys of secrets. */
    private static List<String> references(Overlay overlay) {
        return Workload.of(overlay)
                .flatMap(workload -> Stream.concat(
                        workload.container().getEnv().stream()
                                .map(EnvVar::getValueFrom)
                                .filter(Objects::nonNull)
                                .map(EnvVarSource::getSecretKeyRef)
                                .filter(Objects::nonNull)
                                .map(reference -> reference.getName() + " " + reference.getKey()),
                        workload.pod().getVolumes().stream()
                                .filter(volume -> volume.getSecret() != null)
                                .flatMap(volume -> volume.getSecret().getItems().stream()
                                        .map(item -> volume.getSecret().getSecretName() + " " + item.getKey()))))
                .toList();
    }
}
