package io.greenlang.patroni.monitor;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

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
    private static final String ROOT = Layers.ROOT;

    @ArchTest
    static final ArchRule arrowsRunOneWay = Layers.ofTheHouse().rule();

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
