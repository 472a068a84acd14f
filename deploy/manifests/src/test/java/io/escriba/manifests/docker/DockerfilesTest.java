package io.escriba.manifests.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.escriba.manifests.Checkout;
import io.escriba.manifests.ServiceModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class DockerfilesTest {
    /** Variables that name a place of the machine, which is another one in an image. */
    private static final Set<String> PLACES = Set.of("DJL_CACHE_DIR", "ENGINE_CACHE_DIR");

    @ParameterizedTest
    @EnumSource
    void giveJavaTheOptionsThatTheLauncherGivesIt(ServiceModule service) {
        List<String> launched = service.launched().command().stream()
                .filter(word -> word.startsWith("-X") || word.startsWith("-Dfile."))
                .toList();

        assertThat(Image.of(service).javaOptions()).containsExactlyInAnyOrderElementsOf(launched);
    }

    @ParameterizedTest
    @EnumSource
    void giveTheServiceTheVariablesThatTheLauncherGivesIt(ServiceModule service) {
        Map<String, String> environment = Image.of(service).environment();

        service.launched().environment().forEach((name, value) -> {
            if (name.startsWith("ESCRIBA_")) {
                // A secret, which no image has.
                assertThat(environment).doesNotContainKey(name);
            } else if (PLACES.contains(name)) {
                assertThat(environment).containsKey(name);
            } else {
                assertThat(environment).containsEntry(name, value);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void setNoKeyThatTheServiceDoesNotKnow(ServiceModule service) {
        assertThat(service.variables()).containsAll(own(Image.of(service).environment()));
    }

    @ParameterizedTest
    @EnumSource
    void runAsAUserWithoutRights(ServiceModule service) {
        assertThat(Image.of(service).user()).isEqualTo("10001:10001");
    }

    @ParameterizedTest
    @EnumSource
    void listenWhereTheServiceDoes(ServiceModule service) {
        Image image = Image.of(service);

        assertThat(image.ports()).isEqualTo(service.ports());
        assertThat(image.healthCheck()).containsExactly("healthy", Integer.toString(service.httpPort()));
    }

    @ParameterizedTest
    @EnumSource
    void buildTheServiceThatTheyCopy(ServiceModule service) {
        assertThat(Image.of(service).buildCommands())
                .singleElement()
                .asString()
                .contains("--projects " + service.directory() + " --also-make", "package");
    }

    /** Without unzip the wrapper fetches another archive, and refuses it because of the checksum of this one. */
    @ParameterizedTest
    @EnumSource
    void canUnpackTheMavenWhoseChecksumIsPinned(ServiceModule service) {
        assertThat(Checkout.read(Checkout.ROOT.resolve(".mvn/wrapper/maven-wrapper.properties")))
                .containsPattern("(?m)^distributionUrl=.*\\.zip$")
                .containsPattern("(?m)^distributionSha256Sum=[0-9a-f]{64}$");
        assertThat(Image.of(service).preparations())
                .singleElement()
                .asString()
                .containsPattern("apt-get install [^&]*\\bunzip\\b");
    }

    @ParameterizedTest
    @EnumSource
    void copyEveryFileOfTheApplicationOnce(ServiceModule service) throws IOException {
        List<Path> copied = new ArrayList<>();
        for (Image.Copy copy : Image.of(service).copies()) {
            Layout.files(copy).forEach(copied::add);
        }
        copied.removeIf(file -> !file.startsWith(service.application()));

        try (Stream<Path> files = Files.walk(service.application())) {
            assertThat(copied)
                    .containsExactlyInAnyOrderElementsOf(files.filter(Files::isRegularFile)
                            .filter(file -> !file.endsWith("quarkus-app-dependencies.txt"))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void copyFirstWhatChangesLeast(ServiceModule service) {
        List<Image.Copy> copies = Image.of(service).copies();

        int firstOwn = copies.indexOf(
                copies.stream().filter(Image.Copy::isOwn).findFirst().orElseThrow());
        assertThat(copies.subList(firstOwn, copies.size())).hasSize(3).allMatch(Image.Copy::isOwn);
    }

    @ParameterizedTest
    @EnumSource
    void beginWithImagesOfAVersion(ServiceModule service) {
        assertThat(Image.of(service).foreignImages())
                .isNotEmpty()
                .allMatch(image -> image.matches("\\S+:[\\w.-]*\\d\\S*"));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "GATEWAY")
    void differOnCudaInTheRuntimeAlone(ServiceModule service) {
        Image image = Image.of(service);
        Image cuda = Image.cuda(service);

        assertThat(cuda.command()).isEqualTo(image.command());
        assertThat(cuda.copies()).isEqualTo(image.copies());
        assertThat(cuda.buildCommands()).singleElement().asString().contains("--activate-profiles $RUNTIME");
        assertThat(cuda.environment()).containsAllEntriesOf(image.environment());
        assertThat(service.variables()).containsAll(own(cuda.environment()));
    }

    @Test
    void giveTheTrainerThePyTorchThatItsLibraryWasBuiltFor() {
        String version = Image.cuda(ServiceModule.TRAINER).environment().get("PYTORCH_VERSION");

        assertThat(ServiceModule.TRAINER.application().resolve("lib/main"))
                .isDirectoryContaining(file ->
                        file.getFileName().toString().startsWith("ai.djl.pytorch.pytorch-jni-" + version + "-"));
        assertThat(Image.cuda(ServiceModule.TRAINER).foreignImages())
                .anyMatch(image -> image.startsWith("pytorch/pytorch:" + version + "-cuda12.8-"));
    }

    /** DJL takes a runtime that it cannot load for a machine without GPUs, and says nothing. */
    @Test
    void letTheTrainerFindTheRuntimeOfCuda() {
        assertThat(Image.cuda(ServiceModule.TRAINER).commands())
                .filteredOn(command -> command.contains("libcudart"))
                .singleElement()
                .asString()
                .containsSubsequence(
                        "find ",
                        "&& test -n \"$cudart\"",
                        "&& ln -s \"$cudart\" /usr/lib/libcudart.so ",
                        "&& ldconfig ",
                        "CDLL(\"libcudart.so\").cudaGetDeviceCount");
    }

    /** What was built for GPUs must not compute on the processor because it finds none. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "GATEWAY")
    void insistOnAGpuOnCuda(ServiceModule service) {
        String variable = service == ServiceModule.TRAINER ? "ESCRIBA_TRAINER_DEVICE" : "ESCRIBA_INFERENCE_DEVICE";

        assertThat(Image.cuda(service).environment()).containsEntry(variable, "cuda");
        assertThat(Image.of(service).environment()).doesNotContainKey(variable);
    }

    private static Set<String> own(Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(name -> name.startsWith("ESCRIBA_") || name.startsWith("QUARKUS_"))
                .collect(Collectors.toSet());
    }
}
