package io.greenlang.patroni.monitor.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DiskReading;
import io.greenlang.patroni.monitor.model.DiskSource;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalReceiver;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalSender;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Nodes;
import io.greenlang.patroni.monitor.testing.Reports;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules behind single metrics; what a whole report shows is in {@link ExpositionTest}. */
class MetricCatalogueTest {
    private static final String NODE = "patroni-0";

    @Test
    void namesTheUnitOrTheMeaningOfOneInEveryHelp() {
        assertThat(Catalogues.full().metrics())
                .allSatisfy(
                        metric -> assertThat(metric.help())
                                .matches(
                                        "(?s)(1 (if|for|in) .*|Always 1.*|.*(in (bytes|seconds|milliseconds)|0 to 1|in the unit).*"
                                                + "|.*position in bytes; (primary|standby) only\\."
                                                + "|(Primary only: n|N|Largest n)umber of .*|(Setting|Limit on|Status code) .*|.*([Tt]imeline|version: ).*)"));
    }

    @Test
    void labelsEverythingButTheMonitorItselfWithTheCluster() {
        assertThat(Catalogues.full().metrics())
                .filteredOn(metric -> !metric.labels().contains("cluster"))
                .extracting(Metric::name)
                .containsExactly(
                        "patroni_monitor_config_last_reload_successful",
                        "patroni_monitor_discovered_clusters",
                        "patroni_monitor_discovery_up",
                        "patroni_monitor_build_info");
    }

    @Test
    void endsCountersInTotalBecauseTheyWouldBeRenamedOtherwise() {
        assertThat(Catalogues.full().metrics())
                .filteredOn(metric -> metric.type() == MetricType.COUNTER)
                .allSatisfy(metric -> assertThat(metric.name()).endsWith("_total"));
    }

    @Test
    void showsExactlyOneOfFourStatesBeforeTheFirstPoll() {
        assertThat(values("patroni_cluster_state", Reports.awaiting())).containsExactly(0.0, 0.0, 0.0, 1.0);
    }

    @Test
    void showsNoSqlFactsOfANodeWhoseSqlFailedButItsPgUp() {
        Member node = Nodes.primary(NODE).postgresFails(FailureKind.TIMEOUT);
        assertThat(Catalogues.full().metrics())
                .filteredOn(metric ->
                        metric.name().startsWith("pg_") || metric.name().startsWith("timescaledb_"))
                .filteredOn(metric -> !metric.read(new ReportReading(Reports.of(node)))
                        .samples
                        .isEmpty())
                .extracting(Metric::name)
                .containsExactly("pg_up");
        assertThat(values("pg_up", Reports.of(node))).containsExactly(0.0);
    }

    @Test
    void saysNothingAboutASourceThatIsNotAsked() {
        Member node = Nodes.primary(NODE).sqlOff();
        assertThat(values("pg_up", Reports.of(node))).isEmpty();
        assertThat(samples("patroni_monitor_member_up", Reports.of(node)))
                .containsExactly(new Sample(List.of(Reports.CLUSTER, NODE, "patroni"), 1));
    }

    @Test
    void leavesOutWhatPatroniDoesNotKnowWhileItsSqlFails() {
        MonitorReport report = withoutSql(Nodes.primary(NODE)
                .says(NodeRole.PRIMARY, "unknown")
                .flags(Flag.CLUSTER_UNLOCKED)
                .dcsLastSeen(null));
        assertThat(Catalogues.full().metrics())
                .filteredOn(metric -> metric.name().startsWith("patroni_")
                        && !metric.name().startsWith("patroni_cluster_")
                        && !metric.name().startsWith("patroni_failover_")
                        && !metric.name().startsWith("patroni_monitor_"))
                .filteredOn(metric ->
                        !metric.read(new ReportReading(report)).samples.isEmpty())
                .extracting(Metric::name)
                .containsExactly(
                        "patroni_failsafe_mode_enabled",
                        "patroni_primary",
                        "patroni_replica",
                        "patroni_standby_leader",
                        "patroni_nostream",
                        "patroni_version",
                        "patroni_postgres_running",
                        "patroni_pending_restart",
                        "patroni_is_paused",
                        "patroni_failsafe_mode_is_active",
                        "patroni_member_info");
        assertThat(values("patroni_cluster_unlocked", report)).containsExactly(1.0);
    }

    @Test
    void takesAnOldVersionsSilenceForUnknown() {
        MonitorReport report =
                withoutSql(Nodes.standby(NODE).patroniVersion("2.1.4").replicationState(null));
        assertThat(values("patroni_sync_standby", report)).isEmpty();
        assertThat(values("patroni_quorum_standby", report)).isEmpty();
        assertThat(values("patroni_failsafe_mode_is_active", report)).isEmpty();
        assertThat(values("patroni_postgres_streaming", report)).isEmpty();
    }

    /** Patroni is silent about a watchdog that works, and about one that it does not need. */
    @Test
    void tellsOfAWatchdogOnlyThatItFailed() {
        Member failed = Nodes.primary(NODE).flags(Flag.WATCHDOG_FAILED);

        assertThat(values("patroni_watchdog_failed", withoutSql(Nodes.primary(NODE))))
                .isEmpty();
        assertThat(values("patroni_watchdog_failed", withoutSql(failed))).containsExactly(1.0);
    }

    @ParameterizedTest
    @CsvSource({"3.0.4, streaming, 1", "3.0.4, in archive recovery, 0", "4.1.4, , 0"})
    void readsStreamingFromPatroniWhereSqlIsOff(String version, String state, double expected) {
        Member standby = Nodes.standby(NODE).patroniVersion(version).replicationState(state);
        assertThat(values("patroni_postgres_streaming", withoutSql(standby))).containsExactly(expected);
    }

    @Test
    void prefersTheReceiverThatSqlShows() {
        WalReceiver waiting = new WalReceiver("waiting", "10.0.1.10", 5432, 2, null);
        assertThat(values(
                        "patroni_postgres_streaming",
                        withoutSizes(Nodes.standby(NODE).receives(waiting))))
                .containsExactly(0.0);
        assertThat(values(
                        "patroni_postgres_streaming",
                        withoutSizes(Nodes.standby(NODE).noReceiver())))
                .containsExactly(0.0);
    }

    @Test
    void doesNotTakeAReceiverWithoutAStatusForAStandstill() {
        WalReceiver hidden = new WalReceiver(null, null, null, null, null);
        Member node = Nodes.standby(NODE).patroniNotAsked().receives(hidden).withoutPrivileges();
        assertThat(values("patroni_postgres_streaming", withoutSizes(node))).isEmpty();
    }

    @Test
    void showsTheWorstOfTwoReceiversWithTheSameLabels() {
        WalSender near = Nodes.sender("pg_basebackup", "10.0.1.9", "async", Lsn.parse("4/2000A000"));
        WalSender far = Nodes.sender("pg_basebackup", "10.0.1.9", "async", Lsn.parse("4/20000000"));
        assertThat(values(
                        "pg_stat_replication_pg_wal_lsn_diff",
                        withoutSizes(Nodes.primary(NODE).senders(List.of(near, far)))))
                .containsExactly((double) 0xA0F8);
    }

    @Test
    void leavesAReceiverOutWhosePositionIsHidden() {
        WalSender hidden = new WalSender("patroni-1", null, null, null, null, null, null);
        assertThat(values(
                        "pg_stat_replication_pg_wal_lsn_diff",
                        withoutSizes(Nodes.primary(NODE).senders(List.of(hidden)))))
                .isEmpty();
    }

    @Test
    void leavesArchivingOutOnAStandbyWhoseFiguresAreHistory() {
        MonitorReport report = withoutSizes(Nodes.standby(NODE));
        assertThat(values("pg_stat_archiver_failed_count", report)).isEmpty();
        assertThat(values("pg_stat_archiver_failures_recent", report)).isEmpty();
    }

    @Test
    void countsNoFailoversAsUnknownWhenNobodyWatched() {
        assertThat(values("patroni_cluster_failovers_24h", Reports.blind())).isEmpty();
        assertThat(values("patroni_cluster_failovers_24h", Reports.healthy())).containsExactly(1.0);
    }

    @Test
    void showsLimitsThatAreNumbersInTheOrderOfTheRules() {
        assertThat(samples("patroni_monitor_threshold", Reports.awaiting()))
                .containsExactly(
                        limit("PatroniReplicationLagSeconds", "warning", 30),
                        limit("PatroniReplicationLagSeconds", "critical", 60),
                        limit("PatroniPaused", "warning", 1_800),
                        limit("PatroniPaused", "critical", 14_400),
                        limit("PatroniPendingRestart", "warning", 1_800));
    }

    @Test
    void callsPrivilegesBadWhenTheRoleIsNotInPgMonitor() {
        assertThat(values(
                        "patroni_monitor_privileges_ok",
                        withoutSizes(Nodes.standby(NODE).noReceiver().withoutPrivileges())))
                .containsExactly(0.0);
    }

    @ParameterizedTest
    @CsvSource({"AUTH, 0", "PERMISSION, 0"})
    void callsPrivilegesBadWhenTheRoleIsRefused(FailureKind kind, double expected) {
        assertThat(values("patroni_monitor_privileges_ok", withSqlFailure(kind)))
                .containsExactly(expected);
    }

    @Test
    void saysNothingAboutPrivilegesWhenPostgresIsDown() {
        assertThat(values("patroni_monitor_privileges_ok", withSqlFailure(FailureKind.REFUSED)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PERMISSION, 0", "SQL, 0", "TIMEOUT, 1"})
    void callsPrivilegesBadWithoutTheDiskViewButNotWhenItIsSlow(FailureKind kind, double expected) {
        PostgresSizes sizes = new PostgresSizes(
                Map.of(), null, null, null, null, List.of(), null, Map.of(Part.DISK, new Failure(kind, "for a test")));
        Member node = Nodes.primary(NODE).sizes(Answer.answered(sizes, Reports.ASKED, Reports.AT));
        assertThat(values("patroni_monitor_privileges_ok", Reports.of(node))).containsExactly(expected);
        assertThat(samples("patroni_monitor_failure", Reports.of(node)))
                .containsExactly(new Sample(List.of(Reports.CLUSTER, NODE, "postgres", kind.label()), 1));
    }

    @Test
    void doesNotMissTheDiskViewWhereAnotherSourceTells() {
        PostgresSizes sizes = new PostgresSizes(
                Map.of(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                Map.of(Part.DISK, new Failure(FailureKind.SQL, "for a test")));
        Member node = Nodes.primary(NODE).sizes(Answer.answered(sizes, Reports.ASKED, Reports.AT));
        MonitorReport report = Reports.of(node.disk(Answer.answered(
                new DiskReading(DiskSource.NODE_EXPORTER, List.of(new Volume("data", 100, 80, 10))),
                Reports.ASKED,
                Reports.AT)));

        assertThat(values("patroni_monitor_privileges_ok", report)).containsExactly(1.0);
        assertThat(samples("patroni_monitor_failure", report)).isEmpty();
    }

    @Test
    void showsTheDiskOfAPostgresThatIsDown() {
        MonitorReport report = Reports.of(Nodes.silent(NODE)
                .disk(Answer.answered(
                        new DiskReading(DiskSource.KUBELET, List.of(new Volume("data", 100, 80, 10))),
                        Reports.ASKED,
                        Reports.AT)));

        assertThat(samples("pg_disk_used_bytes", report))
                .containsExactly(new Sample(List.of(Reports.CLUSTER, NODE, "data"), 80));
        assertThat(samples("patroni_monitor_disk_source", report))
                .containsExactly(new Sample(List.of(Reports.CLUSTER, NODE, "kubelet"), 1));
        assertThat(samples("pg_disk_full_seconds", report)).isEmpty();
    }

    @Test
    void saysWhyThereIsNoDiskOfAPostgresThatIsDown() {
        MonitorReport report =
                Reports.of(Nodes.silent(NODE).disk(Answer.failed(FailureKind.DNS, "for a test", Reports.AT)));

        assertThat(samples("pg_disk_used_bytes", report)).isEmpty();
        assertThat(samples("patroni_monitor_disk_source", report)).isEmpty();
        assertThat(samples("patroni_monitor_failure", report))
                .contains(new Sample(List.of(Reports.CLUSTER, NODE, "disk", "dns"), 1));
    }

    @Test
    void survivesInstantsBeyondEveryCalendar() {
        Member node = Nodes.primary(NODE).says(NodeRole.PRIMARY, "running").dcsLastSeen(Instant.MAX);
        assertThat(values("patroni_dcs_last_seen", withoutSql(node)))
                .singleElement()
                .satisfies(value -> assertThat(value).isGreaterThan(3e16));
    }

    private static Sample limit(String alert, String severity, double value) {
        return new Sample(List.of(Reports.CLUSTER, alert, severity), value);
    }

    private static MonitorReport withoutSql(Member node) {
        return Reports.of(node.sqlOff());
    }

    private static MonitorReport withoutSizes(Member node) {
        return Reports.of(node.sizes(Answer.notAsked()));
    }

    private static MonitorReport withSqlFailure(FailureKind kind) {
        return Reports.of(
                Nodes.primary(NODE).patroniNotAsked().sqlOff().postgres(Answer.failed(kind, "for a test", Reports.AT)));
    }

    private static List<Double> values(String metric, MonitorReport report) {
        return samples(metric, report).stream().map(Sample::value).toList();
    }

    private static List<Sample> samples(String name, MonitorReport report) {
        return Sample.of(Catalogues.full().metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow()
                .read(new ReportReading(report)));
    }
}
