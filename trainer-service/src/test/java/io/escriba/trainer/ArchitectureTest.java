package io.escriba.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.escriba.trainer");

    @Test
    void learningKnowsNoKafkaAndNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage("..trainer.dataset..", "..trainer.network..", "..trainer.training..", "..onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "jakarta..", "io.quarkus..", "io.micrometer..")
                .check(CLASSES);
    }

    @Test
    void examplesArePlainJava() {
        noClasses()
                .that()
                .resideInAPackage("..trainer.dataset..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai..")
                .check(CLASSES);
    }

    @Test
    void onlyTheWiringKnowsCdi() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..trainer.wiring..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "io.quarkus..", "org.eclipse.microprofile..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("io.escriba.trainer.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
