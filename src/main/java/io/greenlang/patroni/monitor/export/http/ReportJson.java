package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterFacts;
import io.greenlang.patroni.monitor.model.ClusterFacts.DifferingSetting;
import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.Visibility;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.util.List;
import java.util.TreeMap;
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

    /** One cluster with its members and alerts; before the first poll without a snapshot. */
    public static ObjectNode cluster(ClusterReport report) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("cluster", report.cluster());
        report.otherScope().ifPresent(scope -> node.put("scope", scope));
        node.put("state", report.state().label());
        node.put("maintenance", report.maintenance());
        int expected = report.config().expectedMembers();
        node.put("expected_members", expected == 0 ? null : expected);
        ClusterSnapshot snapshot = report.snapshotOrNull();
        if (snapshot == null) {
            node.putNull("polled_at");
            node.put("unknown_because", "the first poll has not finished yet");
            node.putArray("members");
        } else {
            node.put("polled_at", JsonFacts.text(snapshot.wall(), snapshot.at()));
            node.put("unknown_because", snapshot.isBlind() ? "no member could be read" : null);
            describe(node, snapshot);
        }
        ArrayNode alerts = node.putArray("alerts");
        report.alerts().forEach(alert -> alerts.add(alert(report, alert)));
        return node;
    }

    private static void describe(ObjectNode node, ClusterSnapshot snapshot) {
        ClusterFacts facts = snapshot.facts();
        leadership(node, facts.leadership());
        node.put("paused", JsonFacts.paused(snapshot));
        DcsJson.describe(node.putObject("dcs"), snapshot);
        unread(node.putObject("unread"), snapshot.wall(), facts.visibility());
        JsonFacts.answer(
                node.putObject("history"),
                snapshot.wall(),
                snapshot.seen().dcs().history());
        leaders(node, snapshot.wall(), facts.leaderRecord());
        ArrayNode candidates = node.putArray("failover_candidates");
        facts.failoverCandidates()
                .forEach(candidate -> candidates
                        .addObject()
                        .put("member", candidate.member())
                        .put("eligible", candidate.eligible().asBoolean())
                        .put("exclusion", candidate.exclusion()));
        ForecastJson.describe(node.putObject("failover_forecast"), snapshot);
        BackupJson.describe(node.putObject("backups"), snapshot);
        differences(node, facts.differingSettings());
        ArrayNode endpoints = node.putArray("client_endpoints");
        facts.routes().forEach(route -> route(endpoints.addObject(), snapshot, route));
        ArrayNode members = node.putArray("members");
        snapshot.members().forEach(member -> members.add(MemberJson.of(snapshot, member)));
    }

    private static void leadership(ObjectNode node, Leadership who) {
        node.put("leader", who.leader());
        node.put("has_leader", who.hasLeader().asBoolean());
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

    /** What was asked and gave nothing usable: whatever is in here keeps the cluster from being healthy. */
    private static void unread(ObjectNode node, ClockOffset wall, Visibility visibility) {
        ArrayNode sources = node.putArray("sources");
        visibility.sources().forEach(unread -> {
            ObjectNode source = sources.addObject()
                    .put("member", unread.member())
                    .put("source", unread.source().label());
            failure(source, unread.failure()).put("since", JsonFacts.text(wall, unread.since()));
        });
        ArrayNode seeds = node.putArray("seeds");
        visibility
                .seeds()
                .forEach(unread ->
                        failure(seeds.addObject().put("seed", unread.seed().toString()), unread.failure()));
        node.put("former_leader", visibility.formerLeader());
    }

    private static ObjectNode failure(ObjectNode node, Failure failure) {
        JsonFacts.failure(node, failure);
        return node;
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
                .put("planned", change.planned().asBoolean());
    }

    /** Null when less than two members were read. */
    private static void differences(ObjectNode node, @Nullable List<DifferingSetting> settings) {
        node.putNull("differing_settings");
        if (settings != null) {
            ArrayNode shown = node.putArray("differing_settings");
            for (DifferingSetting setting : settings) {
                ObjectNode values =
                        shown.addObject().put("setting", setting.name()).putObject("values");
                new TreeMap<>(setting.values()).forEach(values::put);
            }
        }
    }

    private static void route(ObjectNode node, ClusterSnapshot snapshot, ClientRoute route) {
        node.put("kind", route.kind().label()).put("endpoint", route.address());
        JsonFacts.answer(node, snapshot.wall(), route.endpoint().answer());
        node.put("duration_seconds", JsonFacts.seconds(route.endpoint().took().orElse(null)))
                .put("member", route.member())
                .put("correct", route.correct().asBoolean())
                .put("destination", route.destination().label())
                .put("detail", route.detail());
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
