package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.export.text.Table.Column;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.TimelineChange;
import io.greenlang.patroni.monitor.model.TimelineChange.Kind;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What {@code history} prints: a row for each new timeline, in the columns of {@code patronictl history} and one more. */
public final class HistoryText {
    private static final int INDENT = 2;
    private static final List<Column> COLUMNS = List.of(
            new Column("TL", true, 0),
            new Column("LSN", true, 2),
            new Column("Reason", false, 3),
            new Column("Timestamp", false, 0),
            new Column("New Leader", false, 0),
            new Column("Change", false, 1));

    private HistoryText() {}

    public static String of(MonitorReport report, Terminal terminal) {
        Page page = new Page(terminal);
        for (ClusterReport cluster : report.clusters()) {
            page.blank();
            cluster.snapshot()
                    .ifPresentOrElse(
                            snapshot -> history(page, cluster, snapshot),
                            () -> unread(page, cluster, "nothing was seen yet"));
        }
        return page.text();
    }

    private static void history(Page page, ClusterReport cluster, ClusterSnapshot snapshot) {
        snapshot.seen()
                .dcs()
                .history()
                .fold(
                        answered -> table(page, cluster, snapshot, answered.content()),
                        failure -> unread(page, cluster, "not seen: /history: " + failure),
                        () -> unread(page, cluster, "not seen: /history: no member could be asked"));
    }

    private static Page unread(Page page, ClusterReport cluster, String why) {
        return page.paragraph(INDENT, MemberCells.titles(cluster).get(0), Span.plain(": " + why));
    }

    private static Page table(Page page, ClusterReport cluster, ClusterSnapshot snapshot, TimelineHistory history) {
        List<TimelineChange> changes = TimelineChange.of(history);
        page.table(new Table(
                MemberCells.titles(cluster),
                COLUMNS,
                changes.stream().map(change -> row(snapshot.wall(), change)).toList()));
        Leadership now = snapshot.facts().leadership();
        page.paragraph(
                INDENT,
                Span.plain("now: timeline " + Objects.requireNonNullElse(now.timeline(), "unknown") + ", led by "
                        + Objects.requireNonNullElse(now.leader(), "nobody that can be seen")));
        notes(changes, now).forEach(note -> page.paragraph(INDENT, Span.plain(note)));
        return page;
    }

    private static List<Span> row(ClockOffset wall, TimelineChange change) {
        TimelineHistory.Entry entry = change.entry();
        Instant began = entry.began();
        return List.of(
                Span.plain(Integer.toString(entry.endedTimeline())),
                Span.plain(Long.toString(entry.switchpoint().bytes())),
                Span.plain(entry.reason()),
                Span.plain(began == null ? "?" : wall.shows(began).toString()),
                Span.plain(Objects.requireNonNullElse(entry.newLeader(), "?")),
                Span.plain(words(change.kind())));
    }

    private static String words(Kind kind) {
        return switch (kind) {
            case OTHER_LEADER -> "other leader";
            case SAME_LEADER -> "same leader again";
            case UNKNOWN -> "?";
        };
    }

    private static List<String> notes(List<TimelineChange> changes, Leadership now) {
        boolean lost = changes.isEmpty() && now.timeline() != null && now.timeline() > 1;
        return Stream.of(
                        note(
                                lost,
                                "Patroni's history is empty, although the timeline is not the first: lost, cut off by"
                                        + " max_timelines_history, or of a standby cluster, which has none"),
                        note(
                                has(changes, Kind.OTHER_LEADER),
                                "other leader: switchover or failover, which Patroni's history does not tell apart"),
                        note(
                                has(changes, Kind.SAME_LEADER),
                                "same leader again: it was cut off or crashed, and promoted itself"),
                        note(
                                changes.stream().anyMatch(HistoryText::isIncomplete),
                                "?: Patroni did not write down when, or by whom; of the first entry nobody knows who"
                                        + " led before"))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> note(boolean applies, String text) {
        return applies ? List.of(text) : List.of();
    }

    private static boolean has(List<TimelineChange> changes, Kind kind) {
        return changes.stream().anyMatch(change -> change.kind() == kind);
    }

    private static boolean isIncomplete(TimelineChange change) {
        return change.kind() == Kind.UNKNOWN || change.entry().began() == null;
    }
}
