package chat.parley.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of the map that a pom cannot say. */
class ArchitectureTest {

    private static final JavaClasses PARLEY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("chat.parley");

    @Test
    void systemsImportTheJdkAndEachOtherAlone() {
        classes()
                .that()
                .resideInAnyPackage(
                        "chat.parley.domain..",
                        "chat.parley.pipeline..",
                        "chat.parley.fabric..",
                        "chat.parley.accounts..",
                        "chat.parley.push..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        "org.jspecify..",
                        "chat.parley.domain..",
                        "chat.parley.pipeline..",
                        "chat.parley.fabric..",
                        "chat.parley.accounts..",
                        "chat.parley.push..")
                .check(PARLEY);
    }

    @Test
    void pushKnowsThePipelineAlone() {
        classes()
                .that()
                .resideInAPackage("chat.parley.push..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "chat.parley.domain..",
                        "chat.parley.pipeline..",
                        "chat.parley.push..")
                .check(PARLEY);
        noClasses()
                .that()
                .resideInAnyPackage(
                        "chat.parley.domain..",
                        "chat.parley.pipeline..",
                        "chat.parley.fabric..",
                        "chat.parley.accounts..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("chat.parley.push..")
                .check(PARLEY);
    }

    @Test
    void accountsKnowNoOtherSystem() {
        classes()
                .that()
                .resideInAPackage("chat.parley.accounts..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "javax.crypto..", "org.jspecify..", "chat.parley.domain..", "chat.parley.accounts..")
                .check(PARLEY);
        noClasses()
                .that()
                .resideInAnyPackage("chat.parley.domain..", "chat.parley.pipeline..", "chat.parley.fabric..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("chat.parley.accounts..")
                .check(PARLEY);
    }

    @Test
    void pipelineDoesNotKnowTheFabric() {
        noClasses()
                .that()
                .resideInAnyPackage("chat.parley.domain..", "chat.parley.pipeline..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("chat.parley.fabric..")
                .check(PARLEY);
    }

    @Test
    void systemsReadNoWallClock() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "chat.parley.domain..",
                        "chat.parley.pipeline..",
                        "chat.parley.fabric..",
                        "chat.parley.accounts..",
                        "chat.parley.push..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(Math.class, "random")
                .check(PARLEY);
    }

    @Test
    void conformanceKnowsTheWireAlone() {
        noClasses()
                .that()
                .resideInAPackage("chat.parley.conformance..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("chat.parley..").and(resideOutsideOfPackage("chat.parley.conformance..")))
                .check(PARLEY);
    }

    @Test
    void enginesStayInTheirAdapters() {
        noClasses()
                .that()
                .resideOutsideOfPackages("chat.parley.embedded..", "chat.parley.tools.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.rocksdb..")
                .check(PARLEY);
        noClasses()
                .that()
                .resideOutsideOfPackages("chat.parley.websocket..", "chat.parley.tools..", "chat.parley.providers..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(PARLEY);
        noClasses()
                .that()
                .resideOutsideOfPackages("chat.parley.providers.apns..", "chat.parley.tools.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.eatthepath..")
                .check(PARLEY);
        noClasses()
                .that()
                .resideOutsideOfPackage("chat.parley.providers..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.resilience4j..")
                .check(PARLEY);
        noClasses()
                .that()
                .resideOutsideOfPackage("chat.parley.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "org.glassfish..")
                .check(PARLEY);
    }

    @Test
    void adaptersAndEdgesDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("chat.parley.embedded..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("chat.parley.websocket..", "chat.parley.rest..", "chat.parley.wire..")
                .check(PARLEY);
        noClasses()
                .that()
                .resideInAnyPackage("chat.parley.websocket..", "chat.parley.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("chat.parley.embedded..", "chat.parley.server..", "chat.parley.tools..")
                .check(PARLEY);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("chat.parley.(*)..").should().beFreeOfCycles().check(PARLEY);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .that()
                .resideInAPackage("chat.parley..")
                .should()
                .haveNameMatching(".*(Manager|Service|Helper|Utils?|Impl|Data|Info)")
                .check(PARLEY);
    }
}
