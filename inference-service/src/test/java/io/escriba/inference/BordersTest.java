package io.escriba.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BordersTest {
    private static final String ROOT = "io.escriba.inference";
    /** By what their names say they are. */
    private static final Pattern WIRING = Pattern.compile(
            "Config|Beans|Lifecycle|Liveness|Readiness"
                    + "|\\.Kafka|\\.Micrometer|grpc\\.(GenerationEndpoint|SnapshotEndpoint|CallReader|CallScorer|CallTicket|Statuses|ServerCheck)");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.escriba.inference");

    @Test
    void packagesUseOnlyThoseBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .layer("grpc")
                .definedBy(ROOT + ".grpc..")
                .layer("catalog")
                .definedBy(ROOT + ".catalog..")
                .layer("batch")
                .definedBy(ROOT + ".batch..")
                .layer("precision")
                .definedBy(ROOT + ".precision..")
                .layer("session")
                .definedBy(ROOT + ".session..")
                .layer("sampling")
                .definedBy(ROOT + ".sampling..")
                .layer("snapshot")
                .definedBy(ROOT + ".snapshot..")
                .layer("graph")
                .definedBy(ROOT + ".graph..")
                .whereLayer("grpc")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("catalog")
                .mayOnlyBeAccessedByLayers("grpc")
                .whereLayer("batch")
                .mayOnlyBeAccessedByLayers("grpc", "catalog")
                .whereLayer("snapshot")
                .mayOnlyBeAccessedByLayers("grpc")
                .whereLayer("precision")
                .mayOnlyBeAccessedByLayers("grpc", "catalog")
                .whereLayer("session")
                .mayOnlyBeAccessedByLayers("batch", "catalog", "precision")
                .whereLayer("graph")
                .mayOnlyBeAccessedByLayers("precision", "session")
                .whereLayer("sampling")
                .mayOnlyBeAccessedByLayers("grpc", "batch", "precision")
                .check(classes);
    }

    @Test
    void rulesKnowNoFramework() {
        noClasses()
                .that(new DescribedPredicate<>("are neither wiring nor adapters") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !WIRING.matcher(type.getName()).find();
                    }
                })
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta..",
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.micrometer..",
                        "io.grpc..",
                        "org.eclipse.microprofile..",
                        "org.apache.kafka..")
                .check(classes);
    }

    @Test
    void onlyTheSessionKnowsOnnxRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".session..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .check(classes);
    }
}
