package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberSummary;
import io.greenlang.patroni.monitor.model.ReplicationTree;
import io.greenlang.patroni.monitor.model.ReplicationTree.Row;
import io.greenlang.patroni.monitor.model.Upstream;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.util.Locale;

/** Who feeds whom, for {@code topology --json}: {@code {"clusters": […]}}, members in the order of the tree. */
public final class TopologyJson {
    private TopologyJson() {}

    public static ObjectNode of(MonitorReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode clusters = root.putArray("clusters");
        report.clusters().forEach(cluster -> cluster(clusters.addObject(), cluster));
        return root;
    }

    private static void cluster(ObjectNode node, ClusterReport report) {
        JsonFacts.heading(node, report);
        ArrayNode members = node.putArray("members");
        report.snapshot()
                .ifPresent(snapshot ->
                        ReplicationTree.of(snapshot).rows().forEach(row -> member(members.addObject(), snapshot, row)));
    }

    private static void member(ObjectNode node, ClusterSnapshot snapshot, Row row) {
        MemberObservation member = row.branch().member();
        MemberSummary summary = MemberSummary.of(snapshot, member);
        node.put("member", member.name());
        node.put("depth", row.depth());
        node.put("host", member.host());
        node.put("role", summary.role());
        node.put("state", summary.state());
        node.put("timeline", summary.timeline());
        node.put("diagnosis", snapshot.facts().diagnosis(member.name()).label());
        MemberJson.lag(node, snapshot.facts().lag().get(member.name()));
        row.branch()
                .fedBy()
                .ifPresentOrElse(
                        upstream -> upstream(node.putObject("fed_by"), upstream), () -> node.putNull("fed_by"));
    }

    private static void upstream(ObjectNode node, Upstream upstream) {
        node.put("member", upstream.member());
        node.put("witness", upstream.witness().name().toLowerCase(Locale.ROOT));
        node.put("state", upstream.state());
        node.put("sync_state", upstream.syncState());
    }
}
