package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.util.List;
import java.util.regex.Pattern;
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
 * @param picture null before the first poll has finished
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
        @Nullable Picture picture,
        TimeLine timeLine) {
    private static final Pattern ODD = Pattern.compile("[^A-Za-z0-9._-]");

    /**
     * What was seen.
     *
     * @param doNow null while nothing is urgent, and where the page has that of enough other clusters
     * @param digest the rest in one line, for who has not opened it
     */
    record Picture(
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

        static Picture of(ClusterReport report, ClusterSnapshot picture, Alerts known, Hour hour, Visit visit) {
            Rest rest = new Rest(
                    UnseenRows.of(report, picture), ChangeRow.of(picture.facts().leaderRecord(), visit));
            List<AlertRow> alerts = known.rows(visit).toList();
            return new Picture(
                    Digest.of(picture, alerts.size(), rest),
                    hour.drawn()
                            ? known.urgent()
                                    .map(alert -> DoNow.of(alert, visit))
                                    .orElse(null)
                            : null,
                    Notice.of(report, picture, visit),
                    ClusterFigures.of(report, picture, visit),
                    Members.of(report, picture, visit),
                    EndpointRow.all(picture, visit),
                    hour,
                    TreeItem.of(picture),
                    alerts,
                    rest);
        }
    }

    /** The table of members. */
    record Members(List<String> columns, List<MemberRow> rows) {
        static Members of(ClusterReport report, ClusterSnapshot picture, Visit visit) {
            return new Members(
                    MemberRow.COLUMNS,
                    picture.members().stream()
                            .map(member -> MemberRow.of(picture, member, report.alerts(), visit))
                            .toList());
        }
    }

    /** What comes last: what is not known, and what was. */
    record Rest(List<UnseenRow> unseen, List<ChangeRow> changes) {}

    static ClusterPanel of(ClusterReport report, Hour hour, Visit visit) {
        Standing standing = Standing.of(report);
        Alerts alerts = Alerts.of(report.alerts());
        return new ClusterPanel(
                report.cluster(),
                anchor(report.cluster()),
                visit.options().choosing(report.cluster()).href(),
                standing.word(),
                Digest.why(report, alerts),
                Digest.since(alerts).map(visit::moment).orElse(null),
                standing != Standing.HEALTHY || visit.options().unfolds(report.cluster()),
                visit.links().dashboard(report.cluster()),
                report.picture()
                        .map(picture -> Picture.of(report, picture, alerts, hour, visit))
                        .orElse(null),
                TimeLine.of(report.cluster(), visit));
    }

    /** Different for different names, and without blanks. */
    static String anchor(String cluster) {
        return "cluster-"
                + ODD.matcher(cluster)
                        .replaceAll(odd -> String.format("~%06x", odd.group().codePointAt(0)));
    }
}
