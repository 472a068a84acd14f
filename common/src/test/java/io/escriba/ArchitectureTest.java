package io.escriba;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.escriba");

    @Test
    void onlyOnePackageKnowsKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.escriba.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void onlyTheModelStoreKnowsS3() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.escriba.store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(CLASSES);
    }

    @Test
    void nothingKnowsAFramework() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.escriba.grpc.v1..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "io.quarkus..", "io.vertx..", "ai.djl..", "ai.onnxruntime..")
                .check(CLASSES);
    }

    @Test
    void valuesDependOnNothingThatMoves() {
        noClasses()
                .that()
                .resideInAnyPackage("io.escriba.vocabulary..", "io.escriba.name..", "io.escriba.sampling..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.escriba.kafka..", "io.escriba.store..", "io.escriba.grpc..")
                .check(CLASSES);
    }
}
