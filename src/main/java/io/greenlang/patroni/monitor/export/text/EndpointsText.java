package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.export.text.Table.Column;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Figures;
import java.util.List;
import java.util.Locale;

/** Where applications connect, as a table below the members. */
final class EndpointsText {
    private static final List<Span> TITLE = List.of(Span.plain("Where applications connect"));
    private static final List<Column> COLUMNS = List.of(
            new Column("For", false, 0),
            new Column("Endpoint", false, 0),
            new Column("Leads to", false, 0),
            new Column("Time", true, 1));

    private EndpointsText() {}

    static void print(Page page, ClusterSnapshot snapshot) {
        List<ClientRoute> routes = snapshot.facts().routes();
        if (!routes.isEmpty()) {
            page.table(new Table(
                    TITLE, COLUMNS, routes.stream().map(EndpointsText::row).toList()));
        }
    }

    private static List<Span> row(ClientRoute route) {
        String kind = route.kind().label();
        return List.of(
                Span.plain(kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1)),
                Span.plain(route.address()),
                destination(route),
                Span.plain(route.endpoint().took().map(Figures::shortTime).orElse("")));
    }

    private static Span destination(ClientRoute route) {
        return route.failure()
                .map(failure -> new Span("nobody (" + failure.kind().label() + ")", Style.BAD))
                .orElseGet(() -> new Span(route.detail(), style(route.correct())));
    }

    private static Style style(Certainty correct) {
        return switch (correct) {
            case YES -> Style.GOOD;
            case NO -> Style.BAD;
            case UNKNOWN -> Style.WARNING;
        };
    }
}
