package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledSwitchover;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.FailoverForecast;
import io.greenlang.patroni.monitor.model.FailoverWords;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.model.Visibility;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code status} prints: one table per cluster, then what is wrong with it, and what could not be seen. */
public final class StatusText {
    private static final int INDENT = 2;

    private StatusText() {}

    public static String of(MonitorReport report, LinksConfig links, Terminal terminal) {
        Page page = new Page(terminal);
        for (ClusterReport cluster : report.clusters()) {
            page.blank();
            cluster.snapshot()
                    .ifPresentOrElse(
                            snapshot -> {
                                page.table(table(cluster, snapshot));
                                orders(page, snapshot);
                                EndpointsText.print(page, snapshot);
                            },
                            () -> page.paragraph(
                                    INDENT, MemberCells.titles(cluster).get(0), Span.plain(": nothing was seen yet")));
            cluster.alerts().forEach(alert -> alert(page, alert, links));
            cluster.snapshot().ifPresent(snapshot -> {
                forecast(page, cluster, snapshot);
                unseen(page, snapshot);
            });
        }
        report.discoveries().stream()
                .map(DiscoveryReport::fault)
                .filter(Objects::nonNull)
                .forEach(fault -> {
                    page.blank();
                    page.paragraph(0, new Span(fault, Style.WARNING));
                });
        return page.text();
    }

    private static Table table(ClusterReport cluster, ClusterSnapshot snapshot) {
        MemberCells cells = new MemberCells(snapshot);
        List<List<Span>> rows = snapshot.members().stream()
                .map(member -> cells.row(member.name(), member))
                .toList();
        return new Table(MemberCells.titles(cluster), MemberCells.COLUMNS, rows);
    }

    /** In the words of {@code patronictl}. */
    static void orders(Page page, ClusterSnapshot snapshot) {
        String dispute = snapshot.facts().lockDispute();
        if (dispute != null) {
            page.paragraph(INDENT, new Span(" " + dispute, Style.WARNING));
        }
        if (snapshot.seen().isPaused()) {
            page.paragraph(INDENT, new Span(" Maintenance mode: on", Style.WARNING));
        }
        snapshot.seen().dcs().view().value().ifPresent(view -> {
            ScheduledSwitchover switchover = view.scheduledSwitchover();
            if (switchover != null) {
                page.paragraph(
                        INDENT,
                        new Span(" Switchover scheduled at: " + time(snapshot, switchover.at()), Style.WARNING));
                end(page, "from", switchover.from());
                end(page, "to", switchover.to());
            }
            view.scheduledRestarts()
                    .forEach(restart -> page.paragraph(
                            INDENT,
                            new Span(
                                    " Restart of %s scheduled at: %s"
                                            .formatted(restart.member(), time(snapshot, restart.at())),
                                    Style.WARNING)));
        });
    }

    private static String time(ClusterSnapshot snapshot, @Nullable Instant at) {
        return at == null
                ? "a time that can't be read"
                : snapshot.wall().shows(at).toString();
    }

    private static void end(Page page, String which, @Nullable String member) {
        if (member != null) {
            page.paragraph(INDENT, Span.plain(String.format(Locale.ROOT, "%24s: %s", which, member)));
        }
    }

    private static void alert(Page page, Alert alert, LinksConfig links) {
        Style style = alert.severity() == Severity.CRITICAL ? Style.BAD : Style.WARNING;
        page.paragraph(
                INDENT,
                new Span(alert.severity().label() + " " + alert.name(), style),
                Span.plain((alert.member() == null ? "" : " " + alert.member())
                        + (alert.isFiring() ? "" : " (" + alert.state().label() + ")") + ": " + alert.description()));
        page.paragraph(INDENT, new Span("  " + links.runbook(alert.name()), Style.FAINT));
    }

    /** What a failover now would do, where somebody may want to know: not on a healthy cluster whose standbys keep up. */
    private static void forecast(Page page, ClusterReport report, ClusterSnapshot snapshot) {
        FailoverForecast forecast = snapshot.facts().forecast();
        long allowed = snapshot.seen().config().maximumLagOnFailoverBytes();
        if (snapshot.isBlind() || (report.state() == ClusterState.HEALTHY && !forecast.isWorseThan(allowed))) {
            return;
        }
        FailoverWords words = new FailoverWords(forecast, snapshot.wall());
        words.sentence().ifPresent(sentence -> page.paragraph(INDENT, Span.plain(sentence)));
        if (forecast.options().size() > 1) {
            forecast.options()
                    .forEach(option -> page.paragraph(INDENT, new Span("  " + words.of(option), Style.FAINT)));
        }
        words.advice().ifPresent(advice -> page.paragraph(INDENT, new Span("  " + advice, Style.FAINT)));
    }

    private static void unseen(Page page, ClusterSnapshot snapshot) {
        Visibility visibility = snapshot.facts().visibility();
        snapshot.seen()
                .dcs()
                .view()
                .reason()
                .ifPresent(failure -> unseen(page, "DCS: " + failure + lasting(snapshot, null, Source.DCS)));
        snapshot.seen()
                .dcs()
                .view()
                .value()
                .ifPresent(view ->
                        view.leftOut().words().forEach(entry -> unseen(page, "DCS: " + entry + " in /cluster")));
        DcsState direct = snapshot.seen().dcs().direct();
        direct.keys()
                .reason()
                .ifPresent(failure -> unseen(
                        page, "leader lock in the DCS: " + failure + lasting(snapshot, null, Source.DCS_DIRECT)));
        direct.unsound().forEach(endpoint -> unseen(page, "DCS at " + endpoint.name() + ": " + endpoint.fault()));
        for (MemberObservation member : snapshot.members()) {
            Stream.of(
                            member.patroni()
                                    .reason()
                                    .map(failure ->
                                            "Patroni: " + failure + lasting(snapshot, member.name(), Source.PATRONI)),
                            member.postgres()
                                    .reason()
                                    .map(failure -> "PostgreSQL: " + failure
                                            + lasting(snapshot, member.name(), Source.POSTGRES)),
                            member.disk()
                                    .reason()
                                    .map(failure ->
                                            "disk metrics: " + failure + lasting(snapshot, member.name(), Source.DISK)))
                    .flatMap(Optional::stream)
                    .forEach(why -> unseen(page, member.name() + ": " + why));
            member.sizes()
                    .value()
                    .ifPresent(sizes -> sizes.missing()
                            .forEach((part, failure) -> unseen(page, missing(member, part.name(), failure))));
        }
        snapshot.facts()
                .routes()
                .forEach(route -> route.failure()
                        .ifPresent(failure ->
                                unseen(page, route.kind().label() + " endpoint " + route.address() + ": " + failure)));
        visibility.seeds().forEach(seed -> unseen(page, "seed " + seed.seed() + ": " + seed.failure()));
        if (visibility.formerLeader() != null) {
            unseen(page, "former leader: " + visibility.formerLeader());
        }
    }

    /** Nothing for what this poll found first: one look alone remembers nothing. */
    private static String lasting(ClusterSnapshot snapshot, @Nullable String member, Source source) {
        return snapshot.facts()
                .visibility()
                .of(member, source)
                .map(unread -> unread.lasting(snapshot.at()))
                .filter(age -> !age.isZero())
                .map(age -> " (for " + Figures.age(age) + ")")
                .orElse("");
    }

    private static String missing(MemberObservation member, String part, Failure failure) {
        return member.name() + ": " + part.toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + failure;
    }

    private static void unseen(Page page, String what) {
        page.paragraph(INDENT, new Span("not seen:", Style.WARNING), Span.plain(" " + what));
    }
}
