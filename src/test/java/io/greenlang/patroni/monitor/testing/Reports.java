package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.config.Thresholds.Limits;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Availability;
import io.greenlang.patroni.monitor.model.BackupInfo.Status;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.Certificate.Use;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientRoute.Destination;
import io.greenlang.patroni.monitor.model.ClusterFacts.DifferingSetting;
import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledSwitchover;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.DiskSource;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailoverCost;
import io.greenlang.patroni.monitor.model.FailoverForecast;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.rule.DiscoveryReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports as a finished poll leaves them, for what shows them. */
public final class Reports {
    /** Where every cluster's members are found. */
    static final String SEED = "seeds = [\"http://10.0.1.10:8008\"]\n";

    private static final Thresholds LIMITS = Configs.only(Map.of(
            "replication-lag-seconds",
            new Limits(new Limit(30, Duration.ofMinutes(1)), new Limit(60, Duration.ofMinutes(1))),
            "paused",
            new Limits(new Limit(0, Duration.ofMinutes(30)), new Limit(0, Duration.ofHours(4))),
            "pending-restart",
            new Limits(new Limit(0, Duration.ofMinutes(30)), null),
            "no-leader",
            new Limits(null, new Limit(0, Duration.ofMinutes(1)))));

    public static final String CLUSTER = "greenlang-cluster";
    public static final Instant AT = Instant.parse("2026-11-22T10:00:00.500Z");
    public static final Instant ASKED = AT.minusMillis(20);

    private static final DiskUsage FILLING = new DiskUsage.Known(
            DiskSource.SQL_VIEW,
            AT.minusSeconds(40),
            List.of(new DiskUsage.Space(
                    new Volume("data", 107_374_182_400L, 53_687_091_200L, 48_318_382_080L), Duration.ofHours(9))));

    private Reports() {}

    /** Three nodes, one database, nothing wrong. */
    public static MonitorReport healthy() {
        ClusterView view = new ClusterView(
                CLUSTER,
                List.of(
                        listed("patroni-0", MemberRole.LEADER),
                        listed("patroni-1", MemberRole.SYNC_STANDBY),
                        listed("patroni-2", MemberRole.REPLICA)),
                false,
                null);
        Observation seen =
                seen(view, Nodes.primary("patroni-0"), Nodes.standby("patroni-1"), Nodes.standby("patroni-2"));
        Snapshots facts =
                facts().disk("patroni-0", FILLING).lag("patroni-1", caughtUp()).lag("patroni-2", caughtUp());
        return report(ClusterState.HEALTHY, facts.of(seen), List.of());
    }

    /** Everything that can be said is said: a primary, a standby that lags, a third node whose host is gone. */
    public static MonitorReport eventful() {
        ClusterView view = new ClusterView(
                CLUSTER,
                List.of(listed("patroni-0", MemberRole.LEADER), listed("patroni-1", MemberRole.SYNC_STANDBY)),
                true,
                new ScheduledSwitchover(Instant.parse("2026-11-22T22:00:00Z"), "patroni-0", "patroni-1"));
        Observation seen = seen(
                        view,
                        Nodes.primary("patroni-0"),
                        Nodes.standby("patroni-1").flags(Flag.WATCHDOG_FAILED),
                        Nodes.silent("patroni-2"))
                .withCertificates(List.of(
                        certificate(Use.PATRONI, "patroni-0", 90),
                        certificate(Use.POSTGRES, "patroni-0", 13),
                        certificate(Use.PATRONI, "patroni-1", -1),
                        certificate(Use.MONITOR_TO_POSTGRES, null, 400)));
        Snapshots facts = facts().disk("patroni-0", FILLING)
                .lag("patroni-1", new ReplicationLag.Known(Duration.ofMillis(45_500), 52_428_800, false))
                .lag("patroni-2", new ReplicationLag.Unknown("its replay position can't be read"))
                .diagnosis("patroni-2", Diagnosis.HOST_GONE)
                .route(now -> Routes.to(
                        Kind.PRIMARY,
                        Destination.STANDBY,
                        "patroni-1",
                        "patroni-1, a standby, and the leader is patroni-0",
                        now.minusSeconds(12)))
                .route(now -> Routes.failing(Kind.REPLICA, FailureKind.REFUSED, now.minusSeconds(7)));
        List<Alert> alerts = List.of(
                new Alert(
                        new Alert.Identity("PatroniMemberDown", Severity.WARNING, "patroni-2", false),
                        Alert.State.FIRING,
                        AT.minusSeconds(360),
                        AT.minusSeconds(300),
                        1,
                        "patroni-2 of greenlang-cluster: nothing on this host answers"),
                new Alert(
                        new Alert.Identity("PatroniPaused", Severity.WARNING, null, false),
                        Alert.State.PENDING,
                        AT.minusSeconds(60),
                        1,
                        "greenlang-cluster is in maintenance mode"),
                new Alert(
                        new Alert.Identity("PatroniReplicationLagBytes", Severity.WARNING, "patroni-2", true),
                        Alert.State.HELD,
                        AT.minusSeconds(200),
                        62_914_560,
                        "patroni-2 of greenlang-cluster is 60.0 MiB behind the primary."));
        MonitorReport report = report(
                ClusterState.DEGRADED,
                ChangedDcs.direct(facts.of(seen), DcsStates.sound("patroni-0", Duration.ofSeconds(27))),
                alerts);
        return new MonitorReport(
                report.clusters(),
                report.configReloaded(),
                List.of(certificate(Use.MONITOR, null, 30), certificate(Use.ALERTMANAGER, null, 60)),
                List.of(new DiscoveryReport("production", true, 12, 0, 0, List.of(), List.of(), null)));
    }

    private static Certificate certificate(Use use, @Nullable String member, int daysLeft) {
        return new Certificate(use, member, AT.plus(Duration.ofDays(daysLeft)), false);
    }

    /** No member answers, neither does the DCS. */
    public static MonitorReport blind() {
        Answer<ClusterView> view = Answer.failed(FailureKind.TIMEOUT, "no answer from 10.0.1.10:8008 within 2 s", AT);
        Observation seen = Round.of(AT, List.of(Nodes.silent("patroni-0"), Nodes.silent("patroni-1")))
                .cluster(CLUSTER)
                .started(ASKED)
                .view(view)
                .config(Answer.notAsked())
                .seen();
        Snapshots facts = Snapshots.empty()
                .at(AT)
                .blind()
                .division(Division.unknown("no member could be read"))
                .lag("patroni-0", new ReplicationLag.Unknown("the primary can't be read"))
                .diagnosis("patroni-0", Diagnosis.HOST_GONE)
                .diagnosis("patroni-1", Diagnosis.HOST_GONE)
                .candidates()
                .withoutHistory()
                .backups(now -> new Backups.Unseen("patroni-0: no route to host"))
                .differingSettings(null);
        return report(ClusterState.BLIND, facts.of(seen), List.of());
    }

    /** One configured cluster, before its first poll. */
    public static MonitorReport awaiting() {
        return new MonitorReport(List.of(ClusterReport.awaiting(config(CLUSTER))), true);
    }

    public static MonitorReport report(ClusterState state, ClusterSnapshot snapshot, List<Alert> alerts) {
        return new MonitorReport(List.of(new ClusterReport(config(CLUSTER), snapshot, state, alerts, false)), true);
    }

    /** A snapshot of a cluster that consists of these members, otherwise like the healthy one. */
    public static MonitorReport of(Member... members) {
        ClusterView view = new ClusterView(CLUSTER, List.of(), false, null);
        return report(ClusterState.HEALTHY, facts().of(seen(view, members)), List.of());
    }

    private static Observation seen(ClusterView view, Member... members) {
        return Round.of(AT, List.of(members))
                .cluster(CLUSTER)
                .started(ASKED)
                .view(Answer.answered(view, ASKED, AT))
                .viewedBy("patroni-0")
                .history(Answer.answered(new TimelineHistory(List.of()), ASKED, AT))
                .config(Answer.answered(DynamicConfig.DEFAULTS, ASKED, AT))
                .seen();
    }

    private static Snapshots facts() {
        LeaderChange last = new LeaderChange(
                AT.minus(Duration.ofHours(3)), 2, "patroni-1", "patroni-0", Duration.ofSeconds(4), Certainty.YES);
        return Snapshots.empty()
                .at(AT)
                .leader("patroni-0", Certainty.YES)
                .writable("patroni-0")
                .division(Division.NONE)
                .leaderTimeline(2)
                .candidates(
                        new FailoverCandidate("patroni-1", null), new FailoverCandidate("patroni-2", "not reachable"))
                .changes(last)
                .failovers(1)
                .timelineIncrements(1)
                .availability(
                        new Availability(Duration.ofSeconds(9_000), Duration.ofMillis(4_250), Duration.ofSeconds(10)))
                .archiveFailures("patroni-0", 0L)
                .archiveFailures("patroni-1", 0L)
                .archiveFailures("patroni-2", 0L)
                .backups(now -> backups())
                .walBytesPerSecond(100_000L)
                .differingSettings(
                        List.of(new DifferingSetting("work_mem", Map.of("patroni-0", "4096", "patroni-1", "default"))))
                .lockFreeSince(AT.minusSeconds(4))
                .forecast(forecast());
    }

    private static FailoverForecast forecast() {
        return new FailoverForecast(
                "patroni-0",
                true,
                List.of(
                        new FailoverForecast.Option(
                                "patroni-1",
                                new FailoverCost.Known(
                                        0, 65_536L, Duration.ZERO, Duration.ofMillis(300), AT, true, false),
                                FailoverForecast.Prospect.CHOSEN,
                                null),
                        new FailoverForecast.Option(
                                "patroni-2",
                                new FailoverCost.Unknown("what this standby has received is not known"),
                                FailoverForecast.Prospect.EXCLUDED,
                                "its Patroni can't be read: timeout")),
                null);
    }

    /** Well in one repository; the second one is to be had no more. */
    private static Backups backups() {
        return BackupSamples.at(AT)
                .toldBy("patroni-0")
                .repository(1, Status.OK, "ok")
                .repository(2, Status.OTHER, "[HostConnectError] unable to connect to 's3.example:443'")
                .backup(1, "full", Duration.ofDays(3), false)
                .backup(1, "incr", Duration.ofHours(9), false)
                .build();
    }

    private static ReplicationLag caughtUp() {
        return new ReplicationLag.Known(Duration.ZERO, 0, false);
    }

    public static ListedMember listed(String name, MemberRole role) {
        return Member.replica(name)
                .address(Nodes.address(name))
                .timeline(2)
                .listedAs(role)
                .listed();
    }

    /** The same cluster, which Patroni calls otherwise. */
    public static ClusterConfig ofScope(String scope, ClusterConfig like) {
        return Configs.cluster(like.name(), SEED + "scope = " + scope).withThresholds(like.thresholds());
    }

    /** The same report of a cluster that Patroni calls otherwise. */
    public static ClusterReport ofScope(String scope, ClusterReport like) {
        return new ClusterReport(
                ofScope(scope, like.config()), like.snapshotOrNull(), like.state(), like.alerts(), like.maintenance());
    }

    public static ClusterConfig config(String name) {
        return Configs.cluster(name, SEED + "expected-members = 3").withThresholds(LIMITS);
    }
}
