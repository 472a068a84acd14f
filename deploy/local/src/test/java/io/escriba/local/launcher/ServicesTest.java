package io.escriba.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.local.instance.InstanceDirectory;
import io.escriba.local.process.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServicesTest {
    private static final InstanceDirectory DIRECTORY = new InstanceDirectory(Path.of("/state"));
    private static final Ports PORTS =
            new Ports(9092, 8080, 8082, List.of(new Ports.Inference(8081, 9000), new Ports.Inference(8181, 9100)));

    private final List<Service> services = new Services(
                    new Installation(Path.of("/checkout")), DIRECTORY, PORTS, "127.0.0.1:9092", "secret")
            .inOrder();
    private final Map<String, Service> byName = services.stream()
            .collect(Collectors.toMap(service -> service.program().name(), Function.identity()));

    @Test
    void startEachServiceAfterThoseItNeeds() {
        assertThat(services)
                .extracting(service -> service.program().name())
                .containsExactly("trainer", "inference-1", "inference-2", "gateway");
    }

    @Test
    void tellTheTrainerWhereItsStateIs() {
        assertThat(command("trainer"))
                .contains(
                        "-Dkafka.bootstrap.servers=127.0.0.1:9092",
                        "-Dquarkus.http.port=8082",
                        "-Describa.store=file:///state/models/",
                        "-Describa.trainer.directory=/state/trainer")
                .endsWith("-jar", "/checkout/trainer-service/target/quarkus-app/quarkus-run.jar");
        assertThat(program("trainer").environment())
                .containsEntry("DJL_OFFLINE", "true")
                .containsEntry("OPT_OUT_TRACKING", "true")
                .containsEntry("ENGINE_CACHE_DIR", "/state/cache/djl");
    }

    @Test
    void tellTheGatewayWhereInferenceAndModelsAre() {
        assertThat(command("inference-2")).contains("-Dquarkus.http.port=8181", "-Dquarkus.grpc.server.port=9100");
        assertThat(command("gateway"))
                .contains(
                        "-Describa.gateway.inference=127.0.0.1:9000,127.0.0.1:9100",
                        "-Describa.store=file:///state/models/");
    }

    @Test
    void giveInferenceMoreMemoryOutsideTheHeapThanStateMayTake() {
        assertThat(command("inference-1")).containsSubsequence("-XX:MaxDirectMemorySize=768m", "-jar");
    }

    @Test
    void endWithoutHeapExceptForTheTrainerWhoseJobEnds() {
        String exit = "-XX:+ExitOnOutOfMemoryError";

        assertThat(command("trainer")).doesNotContain(exit);
        assertThat(command("inference-2")).containsSubsequence(exit, "-jar");
        assertThat(command("gateway")).containsSubsequence(exit, "-jar");
        assertThat(Services.broker(DIRECTORY, 9092).command()).containsSubsequence(exit, "-cp");
    }

    @Test
    void giveBackTheMemoryOfReplacedModels() {
        assertThat(program("inference-2").environment())
                .containsEntry("MALLOC_MMAP_THRESHOLD_", "131072")
                .containsEntry("MALLOC_ARENA_MAX", "2");
    }

    @Test
    void keepTheStreamKeyOutOfTheListOfProcesses() {
        assertThat(command("gateway")).noneMatch(argument -> argument.contains("secret"));
        assertThat(program("gateway").environment()).containsEntry("ESCRIBA_GATEWAY_STREAM_KEY", "secret");
    }

    @Test
    void showWhereEachServiceListens() {
        assertThat(services)
                .extracting(Service::address)
                .containsExactly("127.0.0.1:8082", "127.0.0.1:9000", "127.0.0.1:9100", "127.0.0.1:8080");
        assertThat(service("inference-1").ready()).hasToString("http://127.0.0.1:8081/q/health/ready");
    }

    private Service service(String name) {
        return byName.getOrDefault(name, services.get(0));
    }

    private Program program(String name) {
        return service(name).program();
    }

    private List<String> command(String name) {
        return program(name).command();
    }
}
