package io.escriba.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds the borders between the packages, and between decisions and technology. */
final class ArchitectureTest {
    /** Classes that put a package together, by their names. */
    private static final String WIRING = ".*(Beans|Topics?)";

    private final JavaClasses gateway = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.escriba.gateway");

    @Test
    void packagesDependOnEachOtherInOneDirection() {
        slices().matching("io.escriba.gateway.(*)..").should().beFreeOfCycles().check(gateway);
    }

    @Test
    void onlyAdaptersKnowHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..problem..", "..sse..", "..security..")
                .and()
                .haveNameNotMatching(".*Resource(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "io.vertx..", "org.jboss.resteasy..")
                .check(gateway);
    }

    @Test
    void onlyAdaptersKnowKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..topic..")
                .and()
                .haveNameNotMatching(WIRING)
                .and()
                .haveNameNotMatching(".*\\.Kafka[A-Za-z]+(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.escriba.kafka..")
                .check(gateway);
    }

    @Test
    void onlyGenerationKnowsGrpc() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..generation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "io.escriba.grpc..")
                .check(gateway);
    }

    @Test
    void everyPackageSaysWhatItDoesAndRefusesNull() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                .check(gateway);
    }
}
