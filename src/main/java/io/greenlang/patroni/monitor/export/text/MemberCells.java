package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.export.text.Table.Column;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberSummary;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresState;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** One member in the columns of {@code patronictl list}. */
record MemberCells(ClusterSnapshot snapshot) {
    static final List<Column> COLUMNS = List.of(
            new Column("Member", false, 0),
            new Column("Host", false, 4),
            new Column("Role", false, 2),
            new Column("State", false, 0),
            new Column("TL", true, 3),
            new Column("Lag", true, 1));

    /** As {@code patronictl} has it, with the state that it does not know. */
    static List<Span> titles(ClusterReport report) {
        Style style = style(report.state());
        String scope = report.otherScope().map(other -> ", scope " + other).orElse("");
        String name = "Cluster: " + report.cluster() + scope;
        String state = "(" + report.state().label() + ")";
        return systemIdentifier(report)
                .map(id ->
                        List.of(new Span(name + " (" + id + ") " + state, style), new Span(name + " " + state, style)))
                .orElseGet(() -> List.of(new Span(name + " " + state, style)));
    }

    static Style style(ClusterState state) {
        return switch (state) {
            case HEALTHY -> Style.GOOD;
            case DEGRADED -> Style.WARNING;
            case CRITICAL, BLIND -> Style.BAD;
        };
    }

    private static Optional<String> systemIdentifier(ClusterReport report) {
        return report.snapshot().stream()
                .flatMap(snapshot -> snapshot.members().stream())
                .flatMap(member -> member
                        .patroni()
                        .value()
                        .map(status -> status.identity().systemIdentifier())
                        .or(() -> member.postgres()
                                .value()
                                .map(sql -> sql.server().systemIdentifier()))
                        .stream())
                .findFirst();
    }

    /** @param name as it stands in the first column: indented in a tree */
    List<Span> row(String name, MemberObservation member) {
        MemberSummary summary = MemberSummary.of(snapshot, member);
        boolean leads = snapshot.facts().leadership().isLeader(member.name());
        return List.of(
                new Span(name, leads ? Style.STRONG : Style.PLAIN),
                Span.plain(member.host()),
                Span.plain(role(summary)),
                state(member, summary),
                Span.plain(Objects.toString(summary.timeline(), "-")),
                lag(member));
    }

    private static String role(MemberSummary summary) {
        String words = summary.roleOr("-").replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** A replica that receives WAL is not merely running: from Patroni 3.0.4 on it says which. */
    private Span state(MemberObservation member, MemberSummary summary) {
        Diagnosis diagnosis = snapshot.facts().diagnosis(member.name());
        if (diagnosis.isDown()) {
            return new Span(
                    summary.stateWhileDown().orElseGet(() -> diagnosis.label().replace('_', ' ')), Style.BAD);
        }
        String state = summary.stateOr("unknown");
        boolean runs = new PostgresState(state).isRunning();
        String shown = !runs
                ? state
                : member.patroni()
                        .value()
                        .map(PatroniStatus::postgres)
                        .map(PatroniStatus.Postgres::replicationState)
                        .map(PostgresState::text)
                        .orElse(state);
        return new Span(shown, runs ? Style.GOOD : Style.WARNING);
    }

    private Span lag(MemberObservation member) {
        ReplicationLag lag = snapshot.facts().lag().get(member.name());
        return lag == null
                ? Span.plain("")
                : lag.fold(known -> Span.plain(Figures.lag(known)), unknown -> new Span("unknown", Style.WARNING));
    }
}
