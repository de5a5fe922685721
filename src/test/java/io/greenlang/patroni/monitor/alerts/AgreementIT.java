package io.greenlang.patroni.monitor.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.generate.RuleFile;
import io.greenlang.patroni.monitor.model.BackupInfo.Status;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.model.TimescaleJob;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.testing.BackupSamples;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.testing.TimescaleSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The daemon and Prometheus judge the same: one trace of snapshots goes through the daemon's judge and, as the metrics that
 * it exposes, through Prometheus' rule engine with the shipped rules. At every poll the same alerts fire.
 */
@Order(1)
class AgreementIT {
    private static final String CONFIG = """
            patroni-monitor {
              clusters { greenlang-cluster { seeds = ["http://node1:8008"], expected-members = 3 } }
              thresholds {
                paused { warning = 20s, critical = 40s }
                pending-restart { warning = 20s }
                source-unread { warning = 20s, critical = 40s }
                wal-archive-backlog.for = 20s
                members-missing.for = 20s
                backup-too-old.for = 20s
                backup-failed.for = 20s
                timescale-job-failing.for = 20s
                slot-wal-retention.for = 20s
                xid-wraparound.for = 20s
                clock-skew.for = 20s
                certificate-expiring.for = 20s
                no-failover-candidate.for = 20s
                maintenance.window = 1h
              }
            }
            """;

    @TempDir
    private Path folder;

    private MonitorConfig config;

    @BeforeEach
    void load() throws Exception {
        config = Configs.LOADER.load(Files.writeString(folder.resolve("monitor.conf"), CONFIG));
    }

    /**
     * One way in which a cluster can be ill.
     *
     * @param rules that must fire on the way
     * @param unknown the same cluster when the facts can't be read
     */
    record Illness(String name, Set<String> rules, Supplier<Snapshots> ill, Supplier<Snapshots> unknown) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("illnesses")
    void firesTheSameAlertsAtEveryPoll(Illness illness) throws IOException {
        Trace trace = new Trace(config)
                .then(2, Snapshots::healthy)
                .then(2, illness.ill())
                .then(1, illness.unknown())
                .then(30, illness.ill())
                .then(3, illness.unknown())
                .then(2, illness.ill())
                .then(3, Snapshots::healthy)
                .then(15, illness.ill())
                .then(10, illness.unknown())
                .then(3, Snapshots::healthy);

        assertThat(fired(trace)).containsAll(illness.rules());
        assertAgreement(trace);
    }

    @ParameterizedTest
    @MethodSource("illnesses")
    void firesTheSameAlertsInMaintenance(Illness illness) throws IOException {
        Trace trace = new Trace(config)
                .then(5, illness.ill())
                .then(20, () -> illness.ill().get().paused())
                .then(3, () -> illness.unknown().get().paused())
                .then(10, illness.ill())
                .then(3, Snapshots::healthy);

        assertAgreement(trace);
    }

    @Test
    void firesTheSameAlertsWhilePollsAreOverdue() throws IOException {
        Trace trace =
                new Trace(config).then(3, Snapshots::healthy).thenNoPoll(14).then(3, Snapshots::healthy);

        assertThat(fired(trace)).containsExactly("PatroniMonitorPollFailing");
        assertAgreement(trace);
    }

    @Test
    void coversEveryRule() {
        Set<String> covered =
                illnesses().flatMap(illness -> illness.rules().stream()).collect(Collectors.toSet());
        covered.addAll(List.of(
                "PatroniMonitorPollFailing",
                "PatroniMonitorStateNotWritten",
                "PatroniMonitorDiscoveryFailing",
                "PatroniMonitorWatchdog"));

        assertThat(covered)
                .containsExactlyInAnyOrderElementsOf(
                        Catalogue.rules().stream().map(Rule::name).toList());
    }

    static Stream<Illness> illnesses() {
        return Stream.of(UpkeepIllnesses.all(), VisibilityIllnesses.all(), EndpointIllnesses.all(), clusterIllnesses())
                .flatMap(each -> each);
    }

    private static Stream<Illness> clusterIllnesses() {
        return Stream.of(
                illness("PatroniReplicationLagSeconds", () -> lag(90, 0)),
                illness("PatroniReplicationLagBytes", () -> lag(1, 200)),
                illness(
                        "a replica that is fed from the archive and late",
                        Set.of("PatroniReplicationLagBytes"),
                        () -> lag(90, 200).member("node2", m -> m.tag("nostream", "true")),
                        AgreementIT::allFail),
                illness("PatroniConnectionUsage", () -> node1(m -> m.connections(96, 100)), AgreementIT::sqlFails),
                illness(
                        "no connection left for the monitor",
                        Set.of("PatroniConnectionUsage"),
                        () -> node1(m -> m.postgresFails(FailureKind.TOO_MANY_CONNECTIONS))
                                .diagnosis("node1", Diagnosis.NOT_READABLE),
                        AgreementIT::sqlFails),
                illness(
                        "PatroniDiskUsage",
                        () -> node1(m -> m.volumes(new PostgresSizes.Volume("data", 1000, 900, 100))),
                        () -> node1(m -> m.volumes().missing(PostgresSizes.Part.DISK, FailureKind.TIMEOUT))),
                illness(
                        "PatroniWalArchiveFailures",
                        () -> Snapshots.healthy().archiveFailures("node1", 6L),
                        () -> Snapshots.healthy().archiveFailures("node1", null)),
                illness(
                        "PatroniWalArchiveBacklog",
                        () -> node1(m -> m.archiveReadyFiles(501)),
                        () -> node1(m -> m.archiveReadyFiles(null))),
                illness(
                        "PatroniBackupTooOld",
                        () -> Snapshots.healthy()
                                .backups(now -> BackupSamples.aged(now, Duration.ofDays(17), Duration.ofHours(9))),
                        AgreementIT::backupsUnseen),
                illness(
                        "no backup of any type for long",
                        Set.of("PatroniBackupTooOld"),
                        () -> Snapshots.healthy()
                                .backups(now -> BackupSamples.aged(now, Duration.ofDays(5), Duration.ofHours(60))),
                        () -> Snapshots.healthy().backups(now -> new Backups.Broken("pgBackRest fails", false))),
                illness(
                        "no full backup in one of two repositories for long",
                        Set.of("PatroniBackupTooOld"),
                        () -> Snapshots.healthy().backups(AgreementIT::neglectedRepository),
                        AgreementIT::backupsUnseen),
                illness(
                        "PatroniBackupFailed",
                        () -> Snapshots.healthy().backups(now -> new Backups.Broken("it knows no backup", true)),
                        AgreementIT::backupsUnseen),
                illness(
                        "a repository that can't be read",
                        Set.of("PatroniBackupFailed"),
                        () -> Snapshots.healthy()
                                .backups(now -> BackupSamples.at(now)
                                        .repository(1, Status.OTHER, "[PathOpenError] Permission denied")
                                        .build()),
                        AgreementIT::backupsUnseen),
                illness(
                        "PatroniTimescaleJobFailing",
                        () -> jobs(TimescaleSamples.compression(11, null)),
                        () -> node1(m -> m.timescaleFails(FailureKind.TIMEOUT))),
                illness(
                        "a job of TimescaleDB that does not start",
                        Set.of("PatroniTimescaleJobFailing"),
                        () -> jobs(TimescaleSamples.compression(0, Duration.ofHours(13))),
                        AgreementIT::sqlFails),
                illness(
                        "PatroniFailovers",
                        () -> Snapshots.healthy().failovers(4),
                        () -> Snapshots.healthy().withoutHistory()),
                illness(
                        "PatroniSplitBrain",
                        () -> Snapshots.healthy()
                                .writable("node1", "node2")
                                .splitBrain("node1 and node2 accept writes"),
                        () -> Snapshots.healthy().down("node2", Diagnosis.HOST_GONE)),
                illness(
                        "PatroniNoLeader",
                        () -> Snapshots.healthy().leader("node1", Certainty.NO).writable(),
                        () -> Snapshots.healthy()
                                .leader("node1", Certainty.UNKNOWN)
                                .writable()),
                illness("PatroniClusterBlind", AgreementIT::allFail),
                illness(
                        "PatroniMemberDown",
                        Set.of("PatroniMemberDown", "PatroniMembersMissing"),
                        () -> Snapshots.healthy().down("node2", Diagnosis.PROCESSES_DOWN),
                        AgreementIT::allFail),
                illness(
                        "the leader down",
                        Set.of("PatroniMemberDown"),
                        () -> Snapshots.healthy().down("node1", Diagnosis.PROCESSES_DOWN),
                        AgreementIT::allFail),
                illness(
                        "two of three down",
                        Set.of("PatroniMemberDown"),
                        () -> Snapshots.healthy()
                                .down("node2", Diagnosis.HOST_GONE)
                                .down("node3", Diagnosis.HOST_GONE),
                        AgreementIT::allFail),
                illness("PatroniReplicaNotStreaming", () -> replica(Member::noReceiver), AgreementIT::node2Fails),
                illness(
                        "no replica streams",
                        Set.of("PatroniReplicaNotStreaming"),
                        () -> replica(Member::noReceiver).member("node3", Member::noReceiver),
                        AgreementIT::node2Fails),
                illness(
                        "a replica that may not stream",
                        Set.of(),
                        () -> replica(m -> m.noReceiver().tag("nostream", "true")),
                        AgreementIT::node2Fails),
                illness("PatroniTimelineDiverged", () -> replica(m -> m.timeline(3, 3)), AgreementIT::node2Fails),
                illness(
                        "PatroniNoFailoverCandidate",
                        () -> Snapshots.healthy()
                                .candidates(
                                        new FailoverCandidate("node2", "tagged nofailover"),
                                        new FailoverCandidate("node3", "tagged nofailover")),
                        () -> Snapshots.healthy().leader("node1", Certainty.UNKNOWN)),
                illness(
                        "replicas that may take over, for all that is known",
                        Set.of(),
                        () -> Snapshots.healthy()
                                .configUnread(false)
                                .candidates(
                                        new FailoverCandidate("node2", Certainty.UNKNOWN, "settings unread"),
                                        new FailoverCandidate("node3", "tagged nofailover")),
                        AgreementIT::allFail),
                illness(
                        "PatroniSyncStandbyMissing",
                        () -> Snapshots.healthy().synchronousMode(true),
                        () -> Snapshots.healthy().synchronousMode(true).leader("node1", Certainty.UNKNOWN)),
                illness(
                        "PatroniDcsStale",
                        () -> replica(m -> m.dcsAge(Duration.ofSeconds(31))),
                        AgreementIT::node2Fails),
                illness(
                        "PatroniFailsafeActive",
                        () -> node1(m -> m.flags(PatroniStatus.Flag.FAILSAFE_ACTIVE)),
                        AgreementIT::allFail),
                illness(
                        "PatroniClockSkew",
                        () -> replica(m -> m.clockAhead(Duration.ofSeconds(-60))),
                        AgreementIT::node2Fails),
                illness("PatroniPaused", () -> Snapshots.healthy().paused(), AgreementIT::allFail),
                illness(
                        "PatroniPendingRestart",
                        () -> replica(m -> m.flags(PatroniStatus.Flag.PENDING_RESTART)),
                        AgreementIT::node2Fails),
                illness("PatroniMonitorPrivileges", () -> replica(Member::withoutPrivileges), AgreementIT::node2Fails));
    }

    private static Illness illness(String rule, Supplier<Snapshots> ill) {
        return illness(rule, ill, AgreementIT::allFail);
    }

    private static Illness illness(String rule, Supplier<Snapshots> ill, Supplier<Snapshots> unknown) {
        return illness(rule, Set.of(rule), ill, unknown);
    }

    private static Illness illness(
            String name, Set<String> rules, Supplier<Snapshots> ill, Supplier<Snapshots> unknown) {
        return new Illness(name, rules, ill, unknown);
    }

    private static Snapshots lag(long seconds, long mebibytes) {
        return Snapshots.healthy()
                .lag("node2", new ReplicationLag.Known(Duration.ofSeconds(seconds), mebibytes << 20, false));
    }

    private static Snapshots node1(Consumer<Member> change) {
        return Snapshots.healthy().member("node1", change);
    }

    private static Snapshots jobs(TimescaleJob... all) {
        return node1(m -> m.timescale(TimescaleSamples.jobs(all)));
    }

    private static Snapshots replica(Consumer<Member> change) {
        return Snapshots.healthy().member("node2", change);
    }

    private static Backups neglectedRepository(Instant now) {
        return BackupSamples.at(now)
                .repository(1, Status.OK, "ok")
                .repository(2, Status.OK, "ok")
                .backup(1, "full", Duration.ofDays(3), false)
                .backup(1, "incr", Duration.ofHours(9), false)
                .backup(2, "full", Duration.ofDays(20), false)
                .build();
    }

    private static Snapshots backupsUnseen() {
        return Snapshots.healthy().backups(now -> new Backups.Unseen("node1: timeout: no answer"));
    }

    static Snapshots sqlFails() {
        return node1(m -> m.postgresFails(FailureKind.TIMEOUT)).diagnosis("node1", Diagnosis.POSTGRES_HUNG);
    }

    /** Nobody can read it, and it may be the monitor's own fault. */
    static Snapshots node2Fails() {
        return replica(m -> m.unreadable(FailureKind.AUTH)).diagnosis("node2", Diagnosis.NOT_READABLE);
    }

    private static Snapshots allFail() {
        Snapshots all = Snapshots.healthy().blind();
        for (String member : List.of("node1", "node2", "node3")) {
            all.member(member, m -> m.unreadable(FailureKind.AUTH));
        }
        return all;
    }

    private static Set<String> fired(Trace trace) {
        return trace.steps().stream()
                .flatMap(step -> step.firing().stream())
                .map(labels -> labels.get("alertname"))
                .collect(Collectors.toSet());
    }

    private void assertAgreement(Trace trace) throws IOException {
        Command.Result result = new PromtoolTest(folder).run(RuleFile.forPrometheus(config), trace);

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    }
}
