package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Figures;
import java.time.Duration;
import java.util.List;

/**
 * One place where applications connect: a cell for each column.
 *
 * @param endpoint {@code host:port}
 */
record EndpointRow(String endpoint, List<Fact> cells) {
    /** Of {@link #cells}. */
    static final List<String> COLUMNS = List.of("For", "Leads to", "Time", "Age");

    /** Where the endpoints are; none where the configuration names none. */
    record Endpoints(List<String> columns, List<EndpointRow> rows) {}

    static Endpoints all(ClusterSnapshot snapshot, Visit visit) {
        return new Endpoints(
                COLUMNS,
                snapshot.facts().routes().stream()
                        .map(route -> of(route, visit))
                        .toList());
    }

    private static EndpointRow of(ClientRoute route, Visit visit) {
        return new EndpointRow(
                route.address(),
                List.of(
                        Fact.of(route.kind().label()),
                        destination(route),
                        route.endpoint()
                                .took()
                                .map(took -> Fact.of(Figures.shortTime(took)))
                                .orElseGet(Fact::notAnswered),
                        route.endpoint()
                                .answer()
                                .knownAt()
                                .map(at -> Fact.of(Figures.age(Duration.between(at, visit.at()))))
                                .orElseGet(Fact::notAsked)));
    }

    private static Fact destination(ClientRoute route) {
        return route.failure()
                .map(failure -> new Fact("nobody", failure.kind().label(), failure.toString(), tone(route)))
                .orElseGet(() -> route.correct() == Certainty.UNKNOWN
                        ? Fact.unknown(route.detail())
                        : Fact.of(route.detail()).toned(route.correct() == Certainty.YES ? Fact.PLAIN : tone(route)));
    }

    private static String tone(ClientRoute route) {
        boolean primary = route.kind() == Kind.PRIMARY;
        boolean proven = route.failure().isEmpty() || route.refusesEverybody();
        return primary && proven ? "critical" : "warning";
    }
}
