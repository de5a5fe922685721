package io.greenlang.patroni.monitor;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.InstantSource;
import java.time.temporal.Temporal;
import java.util.Date;

@AnalyzeClasses(packages = "io.greenlang.patroni.monitor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.greenlang.patroni.monitor.";

    @ArchTest
    static final ArchRule arrowsRunOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("model")
            .definedBy(ROOT + "model..")
            .layer("time")
            .definedBy(ROOT + "time..")
            .layer("log")
            .definedBy(ROOT + "log..")
            .layer("config")
            .definedBy(ROOT + "config..")
            .layer("certificate")
            .definedBy(ROOT + "certificate..")
            .layer("net")
            .definedBy(ROOT + "net..")
            .layer("source.document")
            .definedBy(ROOT + "source.document..")
            .layer("source.dcs")
            .definedBy(ROOT + "source.dcs..")
            .layer("source.patroni")
            .definedBy(ROOT + "source.patroni..")
            .layer("source.postgres")
            .definedBy(ROOT + "source.postgres..")
            .layer("source.endpoint")
            .definedBy(ROOT + "source.endpoint..")
            .layer("source.disk")
            .definedBy(ROOT + "source.disk..")
            .layer("correlate")
            .definedBy(ROOT + "correlate..")
            .layer("poll")
            .definedBy(ROOT + "poll..")
            .layer("rule")
            .definedBy(ROOT + "rule..")
            .layer("trend")
            .definedBy(ROOT + "trend..")
            .layer("event")
            .definedBy(ROOT + "event..")
            .layer("incident")
            .definedBy(ROOT + "incident..")
            .layer("availability")
            .definedBy(ROOT + "availability..")
            .layer("memory")
            .definedBy(ROOT + "memory..")
            .layer("export.prometheus")
            .definedBy(ROOT + "export.prometheus..")
            .layer("export.http")
            .definedBy(ROOT + "export.http..")
            .layer("export.text")
            .definedBy(ROOT + "export.text..")
            .layer("generate")
            .definedBy(ROOT + "generate..")
            .layer("export.alertmanager")
            .definedBy(ROOT + "export.alertmanager..")
            .layer("app")
            .definedBy(ROOT + "app..")
            .whereLayer("model")
            .mayNotAccessAnyLayer()
            .whereLayer("time")
            .mayOnlyAccessLayers("model")
            .whereLayer("log")
            .mayNotAccessAnyLayer()
            .whereLayer("log")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("config")
            .mayOnlyAccessLayers("model")
            .whereLayer("certificate")
            .mayOnlyAccessLayers("model", "config")
            .whereLayer("net")
            .mayOnlyAccessLayers("model", "config", "certificate")
            .whereLayer("source.document")
            .mayOnlyAccessLayers("model", "time", "config", "net")
            .whereLayer("source.patroni")
            .mayOnlyAccessLayers("model", "time", "config", "net", "source.document")
            .whereLayer("source.dcs")
            .mayOnlyAccessLayers("model", "time", "config", "net", "source.document")
            .whereLayer("source.postgres")
            .mayOnlyAccessLayers("model", "time", "config", "certificate")
            .whereLayer("source.endpoint")
            .mayOnlyAccessLayers("model", "config", "source.postgres")
            .whereLayer("source.disk")
            .mayOnlyAccessLayers("model", "config", "net")
            .whereLayer("correlate")
            .mayOnlyAccessLayers("model")
            .whereLayer("poll")
            .mayOnlyAccessLayers(
                    "model",
                    "time",
                    "config",
                    "certificate",
                    "source.patroni",
                    "source.postgres",
                    "source.endpoint",
                    "source.disk",
                    "source.dcs",
                    "correlate")
            .whereLayer("memory")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("rule")
            .mayOnlyAccessLayers("model", "config")
            .whereLayer("trend")
            .mayOnlyAccessLayers("model", "config", "rule")
            .whereLayer("event")
            .mayOnlyAccessLayers("model", "config", "rule")
            .whereLayer("incident")
            .mayOnlyAccessLayers("model", "config", "rule", "event")
            .whereLayer("availability")
            .mayOnlyAccessLayers("model", "config", "rule", "event")
            .whereLayer("memory")
            .mayOnlyAccessLayers("event")
            .whereLayer("export.prometheus")
            .mayOnlyAccessLayers("model", "config", "rule", "event")
            .whereLayer("export.http")
            .mayOnlyAccessLayers(
                    "model", "time", "config", "certificate", "rule", "trend", "event", "incident", "availability")
            .whereLayer("export.text")
            .mayOnlyAccessLayers("model", "config", "rule", "event", "incident", "availability")
            .whereLayer("generate")
            .mayOnlyAccessLayers("model", "config", "rule", "event", "export.prometheus")
            .whereLayer("export.alertmanager")
            .mayOnlyAccessLayers("model", "time", "config", "rule", "net")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule noCircles =
            SlicesRuleDefinition.slices().matching(ROOT + "(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theModelKnowsOnlyTheJdk = noClasses()
            .that()
            .resideInAPackage(ROOT + "model..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(ROOT + "model..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule typesafeConfigStaysInConfig = confined("com.typesafe.config..", "config..");

    @ArchTest
    static final ArchRule okHttpStaysAtTheEdges = confined(
            "okhttp3..",
            "net..",
            "source.patroni..",
            "source.document..",
            "source.disk..",
            "source.dcs..",
            "export.http..",
            "export.alertmanager..",
            "app..");

    @ArchTest
    static final ArchRule jdbcStaysWhereItIsAsked = confined("java.sql..", "source.postgres..", "source.endpoint..");

    @ArchTest
    static final ArchRule httpServerStaysInHttp = confined("com.sun.net.httpserver..", "export.http..");

    @ArchTest
    static final ArchRule jettyStaysAtThePort = confined("org.eclipse.jetty..", "export.http.server..");

    @ArchTest
    static final ArchRule thePortKnowsNothingOfWhatIsAnswered = noClasses()
            .that()
            .resideInAPackage(ROOT + "export.http.server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "model..", ROOT + "rule..", ROOT + "config..", ROOT + "export.http");

    @ArchTest
    static final ArchRule templatesStayInThePage = confined("com.samskivert.mustache..", "export.http.page..");

    @ArchTest
    static final ArchRule onlyOneClockIsRead = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "time..")
            .should()
            .callMethodWhere(
                    target(owner(assignableTo(InstantSource.class))).and(target(nameMatching("system.*|tick.*"))))
            .orShould()
            .callMethodWhere(target(owner(assignableTo(Temporal.class))).and(target(name("now"))))
            .orShould()
            .callMethodWhere(
                    target(owner(equivalentTo(System.class))).and(target(nameMatching("currentTimeMillis|nanoTime"))))
            .orShould()
            .callConstructor(Date.class);

    @ArchTest
    static final ArchRule onlyTheAppPrintsOrExits = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "app..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class);

    private static ArchRule confined(String library, String... homes) {
        String[] allowed = java.util.Arrays.stream(homes).map(ROOT::concat).toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
