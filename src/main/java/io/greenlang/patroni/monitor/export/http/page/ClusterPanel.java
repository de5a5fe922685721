package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.export.http.page.Alerts.AlertRow;
import io.greenlang.patroni.monitor.export.http.page.Fact.Labelled;
import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One cluster.
 *
 * @param anchor its name within the page
 * @param link the page with this cluster first and in full or, when it is, the usual one
 * @param standing a word, also the name of its colour
 * @param why the standing in one sentence
 * @param since when that began; null while no alert fires
 * @param open shown in full, not only its first lines
 * @param snapshot null before the first poll has finished
 * @param timeLine what happened within the last day
 */
record ClusterPanel(
        String name,
        String anchor,
        String link,
        String standing,
        String why,
        @Nullable Timestamp since,
        boolean open,
        String dashboard,
        @Nullable Seen snapshot,
        TimeLine timeLine) {
    private static final Pattern ODD = Pattern.compile("[^A-Za-z0-9._-]");

    /**
     * What was seen.
     *
     * @param doNow null while nothing is urgent, and where the page has that of enough other clusters
     * @param digest the rest in one line, for who has not opened it
     */
    record Seen(
            String digest,
            @Nullable DoNow doNow,
            List<Notice> notices,
            List<Labelled> facts,
            Members members,
            EndpointRow.Endpoints endpoints,
            Hour hour,
            List<TreeItem> tree,
            List<AlertRow> alerts,
            Rest rest) {

        static Seen of(ClusterReport report, ClusterSnapshot snapshot, Alerts known, Hour hour, Visit visit) {
            Rest rest = new Rest(
                    UnseenRow.all(report, snapshot),
                    ChangeRow.of(snapshot.facts().leaderRecord(), visit));
            List<AlertRow> alerts = known.rows(visit).toList();
            return new Seen(
                    Digest.of(snapshot, alerts.size(), rest),
                    hour.drawn()
                            ? known.urgent()
                                    .map(alert -> DoNow.of(alert, visit))
                                    .orElse(null)
                            : null,
                    Notice.of(report, snapshot, visit),
                    ClusterFigures.of(report, snapshot, visit),
                    Members.of(report, snapshot, visit),
                    EndpointRow.all(snapshot, visit),
                    hour,
                    TreeItem.of(snapshot),
                    alerts,
                    rest);
        }
    }

    /** The table of members. */
    record Members(List<String> columns, List<MemberRow> rows) {
        static Members of(ClusterReport report, ClusterSnapshot snapshot, Visit visit) {
            return new Members(
                    MemberRow.COLUMNS,
                    snapshot.members().stream()
                            .map(member -> MemberRow.of(snapshot, member, report.alerts(), visit))
                            .toList());
        }
    }

    /** What comes last: what is not known, and what was. */
    record Rest(List<UnseenRow> unseen, List<ChangeRow> changes) {}

    static ClusterPanel of(ClusterReport report, Hour hour, Visit visit) {
        ClusterOrder standing = ClusterOrder.of(report);
        Alerts alerts = Alerts.of(report.alerts());
        return new ClusterPanel(
                report.cluster(),
                anchor(report.cluster()),
                visit.options().choosing(report.cluster()).href(),
                standing.word(),
                Digest.why(report, alerts),
                Digest.since(alerts).map(visit::moment).orElse(null),
                standing != ClusterOrder.HEALTHY || visit.options().unfolds(report.cluster()),
                visit.links().dashboard(report.cluster()),
                report.snapshot()
                        .map(snapshot -> Seen.of(report, snapshot, alerts, hour, visit))
                        .orElse(null),
                TimeLine.of(report.cluster(), visit));
    }

    /** Different for different names, and without blanks. */
    static String anchor(String cluster) {
        return "cluster-"
                + ODD.matcher(cluster)
                        .replaceAll(odd -> String.format("~%06x", odd.group().codePointAt(0)));
    }

    /**
     * What to do first about the worst alert of a cluster.
     *
     * @param runbook address of its page; null for an alert that the catalogue does not know
     */
    record DoNow(String alertname, @Nullable String runbook, List<FirstSteps.Step> steps) {
        static DoNow of(Alert alert, Visit visit) {
            return new DoNow(alert.name(), AlertRow.runbook(alert, visit), FirstSteps.of(alert.name()));
        }
    }

    /**
     * Another member became leader.
     *
     * @param leaderless how long nobody led
     * @param planned yes, no or unknown
     */
    record ChangeRow(Timestamp at, String from, String to, int timeline, String leaderless, String planned) {
        /** Those of the last day and the last one that is known at all, the newest first. */
        static List<ChangeRow> of(LeaderRecord record, Visit visit) {
            return Stream.concat(record.changes().stream(), Stream.ofNullable(record.last()))
                    .distinct()
                    .sorted(Comparator.comparing(LeaderChange::at).reversed())
                    .map(change -> of(change, visit))
                    .toList();
        }

        private static ChangeRow of(LeaderChange change, Visit visit) {
            return new ChangeRow(
                    visit.moment(change.at()),
                    who(change.from()),
                    who(change.to()),
                    change.timeline(),
                    change.leaderless() == null ? Fact.UNKNOWN : Figures.time(change.leaderless()),
                    change.planned().name().toLowerCase(Locale.ROOT));
        }

        private static String who(@Nullable String member) {
            return Objects.requireNonNullElse(member, Fact.UNKNOWN);
        }
    }
}
