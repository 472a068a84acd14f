package io.escriba.manifests.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.manifests.Manifests;
import io.escriba.manifests.ServiceModule;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadsTest {
    static Stream<Workload> workloads() {
        return Workload.all();
    }

    @ParameterizedTest
    @EnumSource
    void runEveryServiceAndStatisticsApartFromTrainings(Overlay overlay) {
        assertThat(Workload.of(overlay).map(Workload::service)).containsOnly(ServiceModule.values());
        assertThat(Workload.of(overlay)
                        .filter(workload -> workload.service() == ServiceModule.TRAINER)
                        .map(workload ->
                                workload.variable("ESCRIBA_TRAINER_ROLES").orElseThrow()))
                .containsExactlyInAnyOrder("statistics", "training");
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void listenWhereTheServiceDoes(Workload workload) {
        assertThat(workload.ports().values())
                .containsExactlyInAnyOrderElementsOf(workload.service().ports());
        assertThat(workload.ports()).containsEntry("http", workload.service().httpPort());
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void giveNoVariableThatNoServiceKnows(Workload workload) {
        List<String> names =
                workload.container().getEnv().stream().map(EnvVar::getName).toList();

        assertThat(Manifests.unknown(names)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void giveAllServicesSettingsThatTheyKnow(Overlay overlay) {
        ConfigMap settings = overlay.all(ConfigMap.class).get(0);

        assertThat(Manifests.unknown(settings.getData().keySet())).isEmpty();
        assertThat(settings.getData()).containsKeys("KAFKA_BOOTSTRAP_SERVERS", "ESCRIBA_STORE");
        Workload.of(overlay)
                .forEach(workload -> assertThat(workload.container().getEnvFrom())
                        .extracting(EnvFromSource::getConfigMapRef)
                        .filteredOn(Objects::nonNull)
                        .extracting("name")
                        .containsExactly(settings.getMetadata().getName()));
    }

    /** What each may do in Kafka is not the same. */
    @ParameterizedTest
    @MethodSource("workloads")
    void takeAUserOfTheirOwnForKafkaFromASecret(Workload workload) {
        assertThat(workload.container().getEnvFrom())
                .extracting(EnvFromSource::getSecretRef)
                .filteredOn(secret -> secret != null && secret.getName().startsWith("escriba-kafka-"))
                .singleElement()
                .satisfies(secret -> {
                    assertThat(secret.getName()).isEqualTo("escriba-kafka-" + workload.name());
                    assertThat(secret.getOptional()).isTrue();
                });
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void areAskedHowTheyAreWhereQuarkusSaysIt(Workload workload) {
        assertThat(path(workload.container().getStartupProbe())).isEqualTo("/q/health/started");
        assertThat(path(workload.container().getReadinessProbe())).isEqualTo("/q/health/ready");
        assertThat(path(workload.container().getLivenessProbe())).isEqualTo("/q/health/live");
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void haveNoRights(Workload workload) {
        SecurityContext container = workload.container().getSecurityContext();

        assertThat(container.getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(workload.pod().getAutomountServiceAccountToken()).isFalse();
        assertThat(workload.pod().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(workload.pod().getSecurityContext().getRunAsUser()
                        + ":"
                        + workload.pod().getSecurityContext().getRunAsGroup())
                .isEqualTo(workload.image().user());
        assertThat(workload.pod().getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void mountWhatTheyWriteTo(Workload workload) {
        List<String> mounted = workload.container().getVolumeMounts().stream()
                .map(VolumeMount::getMountPath)
                .toList();

        assertThat(mounted).contains("/tmp");
        workload.image().environment().values().stream()
                .filter(value -> value.startsWith("/"))
                .forEach(place -> assertThat(mounted).anyMatch(place::startsWith));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void haveMemoryForWhatJavaMayTake(Workload workload) {
        assertThat(mebibytes(limit(workload)))
                .isGreaterThanOrEqualTo(workload.image().javaMebibytes());
    }

    /** Networks lie outside of what Java knows. */
    @ParameterizedTest
    @MethodSource("workloads")
    void haveAsMuchAgainForModels(Workload workload) {
        boolean computes = workload.service() == ServiceModule.INFERENCE
                || workload.variable("ESCRIBA_TRAINER_ROLES").equals(Optional.of("training"));

        assertThat(mebibytes(limit(workload)))
                .isGreaterThanOrEqualTo((computes ? 2 : 1) * workload.image().javaMebibytes());
    }

    /** So that none is stopped for what another one takes. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LOCAL")
    void haveTheirMemoryForThemselves(Overlay overlay) {
        assertThat(Workload.of(overlay))
                .allSatisfy(workload -> assertThat(
                                workload.container().getResources().getRequests())
                        .containsEntry("memory", limit(workload)));
    }

    /** With what the cluster itself runs, on four processors and 8 GiB. */
    @Test
    void haveRoomOnOneSmallMachineTogether() {
        List<Map<String, Quantity>> requests = Stream.of(
                        Overlay.LOCAL.all(Deployment.class).stream()
                                .map(deployment -> deployment.getSpec().getTemplate()),
                        Overlay.LOCAL.all(StatefulSet.class).stream()
                                .map(set -> set.getSpec().getTemplate()),
                        Overlay.LOCAL.all(Job.class).stream()
                                .map(job -> job.getSpec().getTemplate()))
                .flatMap(Function.identity())
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .map(container -> container.getResources().getRequests())
                .toList();

        assertThat(requests)
                .hasSize(7)
                .allSatisfy(request -> assertThat(request).containsKeys("cpu", "memory"));
        assertThat(requests.stream()
                        .mapToDouble(request ->
                                amount(request, "cpu").getNumericalAmount().doubleValue())
                        .sum())
                .isLessThanOrEqualTo(2);
        assertThat(requests.stream()
                        .mapToLong(request -> mebibytes(amount(request, "memory")))
                        .sum())
                .isLessThanOrEqualTo(6 << 10);
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void areSpreadAndFoundByTheirLabels(Workload workload) {
        Map<String, String> selector =
                workload.deployment().getSpec().getSelector().getMatchLabels();

        assertThat(workload.labels()).containsAllEntriesOf(selector);
        assertThat(workload.pod().getTopologySpreadConstraints())
                .hasSize(2)
                .allSatisfy(spread ->
                        assertThat(spread.getLabelSelector().getMatchLabels()).isEqualTo(selector));
    }

    @ParameterizedTest
    @EnumSource
    void giveInferenceLongerThanItsDrain(Overlay overlay) {
        Workload inference = Workload.of(overlay)
                .filter(workload -> workload.service() == ServiceModule.INFERENCE)
                .findFirst()
                .orElseThrow();
        long drain = Duration.parse(
                        "PT" + inference.variable("ESCRIBA_INFERENCE_DRAIN").orElseThrow())
                .toSeconds();
        List<String> preStop =
                inference.container().getLifecycle().getPreStop().getExec().getCommand();

        assertThat(preStop).hasSize(2).first().isEqualTo("sleep");
        assertThat(inference.pod().getTerminationGracePeriodSeconds())
                .isGreaterThan(drain + Long.parseLong(preStop.get(1)));
    }

    @ParameterizedTest
    @EnumSource
    void useGpusInTheirOverlayAlone(Overlay overlay) {
        List<String> onGpu = Workload.of(overlay)
                .filter(workload ->
                        workload.container().getResources().getLimits().containsKey("nvidia.com/gpu"))
                .map(Workload::name)
                .toList();
        List<String> cuda = Workload.of(overlay)
                .filter(workload -> workload.container().getImage().endsWith("-cuda"))
                .map(Workload::name)
                .toList();

        assertThat(onGpu).isEqualTo(overlay == Overlay.GPU ? List.of("inference", "trainer") : List.of());
        assertThat(cuda).isEqualTo(onGpu);
    }

    @Test
    void differOnGpusInTheTagsOfTheirImages() {
        Map<String, String> images = images(Overlay.PRODUCTION);

        assertThat(images(Overlay.GPU))
                .hasSameSizeAs(images)
                .allSatisfy((name, image) -> assertThat(image).isIn(images.get(name), images.get(name) + "-cuda"));
    }

    /** The libraries of ONNX Runtime for CUDA are many times as large as those for processors. */
    @Test
    void haveMoreRoomForLibrariesOnGpus() {
        Map<Overlay, Long> room = Stream.of(Overlay.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        overlay -> Workload.of(overlay)
                                .filter(workload -> workload.service() == ServiceModule.INFERENCE)
                                .flatMap(workload -> workload.pod().getVolumes().stream())
                                .filter(volume -> volume.getName().equals("tmp"))
                                .mapToLong(
                                        volume -> mebibytes(volume.getEmptyDir().getSizeLimit()))
                                .sum()));

        assertThat(room).containsEntry(Overlay.PRODUCTION, 1L << 10).containsEntry(Overlay.GPU, 8L << 10);
    }

    private static Map<String, String> images(Overlay overlay) {
        return Workload.of(overlay)
                .collect(Collectors.toMap(
                        Workload::name, workload -> workload.container().getImage()));
    }

    private static Quantity limit(Workload workload) {
        return amount(workload.container().getResources().getLimits(), "memory");
    }

    private static Quantity amount(Map<String, Quantity> resources, String name) {
        return Objects.requireNonNull(resources.get(name), name);
    }

    private static long mebibytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity).longValue() >> 20;
    }

    private static String path(Probe probe) {
        HTTPGetAction get = probe.getHttpGet();
        assertThat(get.getPort().getStrVal()).isEqualTo("http");
        return get.getPath();
    }
}
