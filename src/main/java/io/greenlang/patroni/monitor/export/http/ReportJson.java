package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterFacts;
import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A report as JSON, for {@code /api/v1} and {@code status --json}. Field names are stable: snake case, units in the name
 * where there are any; timestamps are ISO 8601 in UTC. What is unknown is null, and the reason stands beside it.
 */
public final class ReportJson {
    private ReportJson() {}

    /** {@code {"clusters": […]}}, every configured one. */
    public static ObjectNode clusters(MonitorReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode clusters = root.putArray("clusters");
        report.clusters().forEach(cluster -> clusters.add(cluster(cluster)));
        return root;
    }

    /** {@code {"alerts": […]}}, pending and firing ones of every cluster. */
    public static ObjectNode alerts(MonitorReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode alerts = root.putArray("alerts");
        report.clusters().forEach(cluster -> cluster.alerts().forEach(alert -> alerts.add(alert(cluster, alert))));
        return root;
    }

    /** One cluster with its members and alerts; before the first poll without a picture. */
    public static ObjectNode cluster(ClusterReport report) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("cluster", report.cluster());
        report.otherScope().ifPresent(scope -> node.put("scope", scope));
        node.put("state", report.state().label());
        node.put("maintenance", report.maintenance());
        int expected = report.config().expectedMembers();
        node.put("expected_members", expected == 0 ? null : expected);
        ClusterSnapshot picture = report.snapshot();
        if (picture == null) {
            node.putNull("polled_at");
            node.put("unknown_because", "the first poll has not finished yet");
            node.putArray("members");
        } else {
            node.put("polled_at", JsonFacts.text(picture.wall(), picture.at()));
            node.put("unknown_because", picture.isBlind() ? "no member could be read" : null);
            describe(node, picture);
        }
        ArrayNode alerts = node.putArray("alerts");
        report.alerts().forEach(alert -> alerts.add(alert(report, alert)));
        return node;
    }

    private static void describe(ObjectNode node, ClusterSnapshot picture) {
        ClusterFacts facts = picture.facts();
        leadership(node, facts.leadership());
        node.put("paused", JsonFacts.paused(picture));
        dcs(node.putObject("dcs"), picture);
        UnreadJson.describe(node.putObject("unread"), picture.wall(), facts.visibility());
        JsonFacts.answer(
                node.putObject("history"), picture.wall(), picture.seen().dcs().history());
        leaders(node, picture.wall(), facts.leaderRecord());
        ArrayNode candidates = node.putArray("failover_candidates");
        facts.failoverCandidates()
                .forEach(candidate -> candidates
                        .addObject()
                        .put("member", candidate.member())
                        .put("eligible", candidate.isEligible())
                        .put("exclusion", candidate.exclusion()));
        ForecastJson.describe(node.putObject("failover_forecast"), picture);
        BackupJson.describe(node.putObject("backups"), picture);
        HousekeepingJson.differences(node, facts.differingSettings());
        EndpointsJson.describe(node.putArray("client_endpoints"), picture);
        ArrayNode members = node.putArray("members");
        picture.members().forEach(member -> members.add(MemberJson.of(picture, member)));
    }

    private static void leadership(ObjectNode node, Leadership who) {
        node.put("leader", who.leader());
        node.put("has_leader", JsonFacts.bool(who.hasLeader()));
        node.put("timeline", who.timeline());
        ArrayNode writable = node.putArray("writable_members");
        new TreeSet<>(who.writable()).forEach(writable::add);
        ArrayNode evidence = node.putArray("split_brain");
        who.splitBrain().forEach(evidence::add);
        String doubt = who.division().doubt();
        node.put("split_brain_unknown_because", doubt.isEmpty() ? null : doubt);
        ArrayNode unfenced = node.putArray("unfenced");
        who.division()
                .unfenced()
                .forEach(one -> unfenced.addObject()
                        .put("member", one.member())
                        .put("cause", one.cause().label())
                        .put("because", one.because()));
    }

    private static void dcs(ObjectNode node, ClusterSnapshot picture) {
        JsonFacts.answer(node, picture.wall(), picture.seen().dcs().view());
        node.put(
                "lock_free_since",
                JsonFacts.text(picture.wall(), picture.facts().lockFreeSince()));
        DcsJson.describe(node.putObject("direct"), picture);
        Optional<ClusterView> view = picture.seen().dcs().view().value();
        ArrayNode leftOut = node.putArray("left_out");
        view.map(ClusterView::leftOut).ifPresent(entries -> entries.words().forEach(leftOut::add));
        ClusterView.ScheduledSwitchover planned =
                view.map(ClusterView::scheduledSwitchover).orElse(null);
        if (planned == null) {
            node.putNull("scheduled_switchover");
            return;
        }
        node.putObject("scheduled_switchover")
                .put("at", JsonFacts.text(picture.wall(), planned.at()))
                .put("from", planned.from())
                .put("to", planned.to());
    }

    private static void leaders(ObjectNode node, ClockOffset wall, LeaderRecord record) {
        node.put("failovers_24h", record.knownFailovers24h().orElse(null));
        node.put("timeline_increments_24h", record.timelineIncrements24h());
        node.put(
                "leaderless_seconds_total",
                JsonFacts.seconds(record.availability().notWritable()));
        node.set("last_failover", change(wall, record.last()));
    }

    private static @Nullable ObjectNode change(ClockOffset wall, @Nullable LeaderChange change) {
        if (change == null) {
            return null;
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("at", JsonFacts.text(wall, change.at()))
                .put("timeline", change.timeline())
                .put("from", change.from())
                .put("to", change.to())
                .put("leaderless_seconds", JsonFacts.seconds(change.leaderless()))
                .put("planned", JsonFacts.bool(change.planned()));
    }

    private static ObjectNode alert(ClusterReport report, Alert alert) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("cluster", report.cluster())
                .put("member", alert.member())
                .put("alertname", alert.name())
                .put("severity", alert.severity().label())
                .put("state", alert.state().label())
                .put("held", alert.state() == Alert.State.HELD)
                .put("maintenance", alert.identity().maintenance())
                .put("began", JsonFacts.text(report.wall(), alert.began()))
                .put("since", JsonFacts.text(report.wall(), alert.since()))
                .put("value", alert.value())
                .put("description", alert.description());
    }
}
