package io.escriba.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.escriba.local");

    @Test
    void onlyTheLauncherKnowsTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..launcher..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "io.escriba.local.launcher..")
                .check(CLASSES);
    }

    @Test
    void onlyTheBrokerKnowsTheInsidesOfKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..broker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("kafka..", "org.apache.kafka.metadata..", "org.apache.kafka.server..")
                .check(CLASSES);
    }

    @Test
    void textsProcessesAndStateKnowNoNetwork() {
        noClasses()
                .that()
                .resideInAnyPackage("..corpus..", "..process..", "..instance..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "org.apache.kafka..", "io.escriba.local.gateway..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching("io.escriba.local.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
