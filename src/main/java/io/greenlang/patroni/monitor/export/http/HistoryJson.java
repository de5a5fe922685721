package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.TimelineChange;
import io.greenlang.patroni.monitor.model.TimelineChange.Kind;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;

/** The timelines, for {@code history --json}: {@code {"clusters": […]}}, changes oldest first. */
public final class HistoryJson {
    private HistoryJson() {}

    public static ObjectNode of(MonitorReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode clusters = root.putArray("clusters");
        report.clusters().forEach(cluster -> cluster(clusters.addObject(), cluster));
        return root;
    }

    private static void cluster(ObjectNode node, ClusterReport report) {
        JsonFacts.heading(node, report);
        ClusterSnapshot snapshot = report.snapshotOrNull();
        node.put(
                "leader",
                snapshot == null ? null : snapshot.facts().leadership().leader());
        node.put(
                "timeline",
                snapshot == null ? null : snapshot.facts().leadership().timeline());
        ObjectNode history = node.putObject("history");
        if (snapshot != null) {
            JsonFacts.answer(history, snapshot.wall(), snapshot.seen().dcs().history());
        }
        ArrayNode changes = node.putArray("changes");
        report.snapshot()
                .flatMap(seen -> seen.seen().dcs().history().value())
                .ifPresent(entries -> TimelineChange.of(entries)
                        .forEach(change -> change(changes.addObject(), report.wall(), change)));
    }

    private static void change(ObjectNode node, ClockOffset wall, TimelineChange change) {
        node.put("ended_timeline", change.entry().endedTimeline());
        node.put("switchpoint", change.entry().switchpoint().toString());
        node.put("switchpoint_bytes", change.entry().switchpoint().bytes());
        node.put("reason", change.entry().reason());
        node.put("began_at", JsonFacts.text(wall, change.entry().began()));
        node.put("former_leader", change.formerLeader());
        node.put("new_leader", change.entry().newLeader());
        node.put(
                "leader_changed",
                change.kind() == Kind.UNKNOWN ? null : Boolean.valueOf(change.kind() == Kind.OTHER_LEADER));
    }
}
