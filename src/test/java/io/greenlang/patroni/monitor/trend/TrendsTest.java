package io.greenlang.patroni.monitor.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.memory.StateDirectory;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.testing.Hours;
import io.greenlang.patroni.monitor.testing.Reports;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.trend.Trend.MemberTrend;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrendsTest {
    /** With a bucket's first instant. */
    private static final Instant NOON = Snapshots.NOON;

    @TempDir
    private Path folder;

    private final Trends trends = new Trends();

    @Test
    void knowsNothingBeforeTheFirstSnapshot() {
        trends.take(Reports.awaiting().clusters().get(0));

        assertThat(trends.trend()).isSameAs(Trend.NOTHING);
        assertThat(trends.trend().until(NOON).members()).isEmpty();
    }

    @Test
    void keepsTheWorstLagOfABucket() {
        take(0, lag(3, false));
        take(10, lag(26, false));
        take(29, lag(1, false));

        assertThat(levels("node2", Figure.LAG)).endsWith(FigureBucket.NONE, FigureBucket.known(26, false));
        assertThat(member("node2").now().level(Figure.LAG)).isEqualTo(FigureBucket.known(1, false));
    }

    @Test
    void beginsABucketWithItsFirstInstant() {
        take(29, lag(3, false));
        take(30, lag(5, false));
        take(59, lag(4, false));
        take(60, lag(6, false));

        assertThat(levels("node2", Figure.LAG))
                .endsWith(
                        FigureBucket.NONE,
                        FigureBucket.known(3, false),
                        FigureBucket.known(5, false),
                        FigureBucket.known(6, false));
    }

    @Test
    void leavesAGapWhereTheLagIsUnknownAndNeverAZero() {
        take(0, lag(3, false));
        take(30, Snapshots.healthy().lag("node2", new ReplicationLag.Unknown("the primary can't be read")));
        take(60, Snapshots.healthy().lag("node2", new ReplicationLag.Unknown("the primary can't be read")));
        take(61, lag(7, false));

        assertThat(levels("node2", Figure.LAG))
                .endsWith(FigureBucket.known(3, false), FigureBucket.UNKNOWN, FigureBucket.known(7, false));
    }

    @Test
    void marksALowerBound() {
        take(0, lag(15, true));
        take(5, lag(2, false));

        assertThat(levels("node2", Figure.LAG)).endsWith(new FigureBucket(FigureBucket.Kind.AT_LEAST, 15));
    }

    @Test
    void hasNoLagOfThePrimaryAndNoWalOfAReplica() {
        take(0, Snapshots.healthy());

        assertThat(levels("node1", Figure.LAG)).containsOnly(FigureBucket.NONE);
        assertThat(levels("node2", Figure.WAL)).containsOnly(FigureBucket.NONE);
        assertThat(levels("node1", Figure.WAL)).endsWith(FigureBucket.UNKNOWN);
    }

    @Test
    void measuresWhatTheLeaderWritesFromPollToPoll() {
        take(0, written(0));
        take(5, written(5_000_000));
        take(10, written(5_000_000));
        take(30, written(7_000_000));

        assertThat(levels("node1", Figure.WAL))
                .endsWith(FigureBucket.known(1_000_000, false), FigureBucket.known(100_000, false));
    }

    @Test
    void measuresNoWalOverAPauseAndNoneThatWentBackwards() {
        take(0, written(0));
        take(300, written(900_000_000));
        take(310, written(100));

        assertThat(member("node1").now().level(Figure.WAL)).isEqualTo(FigureBucket.UNKNOWN);
        assertThat(levels("node1", Figure.WAL)).endsWith(FigureBucket.NONE, FigureBucket.UNKNOWN);
    }

    @Test
    void goesOnWithTheWalOfANewLeader() {
        take(0, written(0));
        take(
                10,
                Snapshots.healthy()
                        .primary("node2")
                        .member("node2", node -> node.position(new Lsn((4L << 32) + 1_000_000)))
                        .leader("node2", Certainty.YES)
                        .writable("node2"));

        assertThat(member("node2").now().level(Figure.WAL)).isEqualTo(FigureBucket.known(100_000, false));
        assertThat(member("node1").now().level(Figure.WAL)).isEqualTo(FigureBucket.NONE);
    }

    @Test
    void knowsThatAllConnectionsAreInUseWhereItGetsNone() {
        take(0, Snapshots.healthy().member("node2", node -> node.connections(30, 120)));
        assertThat(member("node2").now().level(Figure.CONNECTIONS)).isEqualTo(FigureBucket.known(0.25, false));

        take(30, Snapshots.healthy().member("node2", node -> node.postgresFails(FailureKind.TOO_MANY_CONNECTIONS)));
        assertThat(member("node2").now().level(Figure.CONNECTIONS)).isEqualTo(FigureBucket.known(1, false));

        take(60, Snapshots.healthy().member("node2", node -> node.postgresFails(FailureKind.TIMEOUT)));
        assertThat(member("node2").now().level(Figure.CONNECTIONS)).isEqualTo(FigureBucket.UNKNOWN);

        take(90, Snapshots.healthy().member("node2", node -> node.sqlOff()));
        assertThat(member("node2").now().level(Figure.CONNECTIONS)).isEqualTo(FigureBucket.NONE);
    }

    @Test
    void tellsTheFullestVolume() {
        take(0, Snapshots.healthy());
        assertThat(member("node3").now().level(Figure.DISK).value()).isCloseTo(0.4, within(1e-6));

        take(
                30,
                Snapshots.healthy()
                        .member(
                                "node3",
                                node -> node.missing(Part.DISK, FailureKind.SQL).volumes()));
        assertThat(member("node3").now().level(Figure.DISK).hasValue()).isFalse();
    }

    static Stream<Arguments> roles() {
        Snapshots silent = Snapshots.healthy()
                .member("node2", node -> node.unreadable(FailureKind.TIMEOUT))
                .diagnosis("node2", Diagnosis.NOT_READABLE);
        return Stream.of(
                Arguments.of(RoleSeen.PRIMARY, "node1", Snapshots.healthy()),
                Arguments.of(RoleSeen.REPLICA, "node2", Snapshots.healthy()),
                Arguments.of(
                        RoleSeen.REPLICA,
                        "node2",
                        Snapshots.healthy().member("node2", node -> node.listedAs(MemberRole.SYNC_STANDBY))),
                Arguments.of(
                        RoleSeen.STANDBY_LEADER,
                        "node2",
                        Snapshots.healthy()
                                .leader("node2", Certainty.YES)
                                .writable()
                                .member("node2", node -> node.listedAs(MemberRole.STANDBY_LEADER))),
                Arguments.of(
                        RoleSeen.WRITABLE_WITHOUT_LOCK,
                        "node3",
                        Snapshots.healthy().primary("node3").writable("node1", "node3")),
                Arguments.of(
                        RoleSeen.WRITABLE_WITHOUT_LOCK,
                        "node1",
                        Snapshots.healthy().leader(null, Certainty.NO)),
                Arguments.of(RoleSeen.DOWN, "node2", Snapshots.healthy().down("node2", Diagnosis.HOST_GONE)),
                Arguments.of(RoleSeen.UNREADABLE, "node2", silent),
                Arguments.of(
                        RoleSeen.UNKNOWN,
                        "node2",
                        Snapshots.healthy()
                                .member(
                                        "node2",
                                        node -> node.listedAs(MemberRole.OTHER)
                                                .role(NodeRole.UNINITIALIZED)
                                                .sqlOff())));
    }

    @ParameterizedTest
    @MethodSource("roles")
    void tellsWhatAMemberIs(RoleSeen role, String member, Snapshots snapshot) {
        take(0, snapshot);

        assertThat(member(member).now().role()).isEqualTo(role);
    }

    @Test
    void keepsTroubleForItsBucketAndElseTheNewestRole() {
        take(0, Snapshots.healthy());
        take(5, Snapshots.healthy().down("node2", Diagnosis.PROCESSES_DOWN));
        take(10, Snapshots.healthy());
        take(
                30,
                Snapshots.healthy()
                        .primary("node2")
                        .leader("node2", Certainty.YES)
                        .writable("node2"));
        take(35, Snapshots.healthy());

        assertThat(roles("node2")).endsWith(RoleSeen.ABSENT, RoleSeen.DOWN, RoleSeen.REPLICA);
    }

    @Test
    void letsAPictureStandForTwoIntervals() {
        take(0, lag(3, false));
        take(60, lag(5, false));

        assertThat(levels("node2", Figure.LAG))
                .endsWith(
                        FigureBucket.NONE,
                        FigureBucket.known(3, false),
                        FigureBucket.known(3, false),
                        FigureBucket.known(5, false));
    }

    @Test
    void leavesAHoleWhereNobodyLooked() {
        take(0, lag(3, false));
        take(120, lag(5, false));

        assertThat(roles("node2"))
                .endsWith(
                        RoleSeen.ABSENT,
                        RoleSeen.REPLICA,
                        RoleSeen.ABSENT,
                        RoleSeen.ABSENT,
                        RoleSeen.ABSENT,
                        RoleSeen.REPLICA);
    }

    @Test
    void hasNoFutureAfterTheClockWasSetBack() {
        take(0, lag(3, false));
        take(30, lag(4, false));
        take(60, lag(50, false));
        take(31, lag(5, false));

        assertThat(levels("node2", Figure.LAG))
                .hasSize(Trend.BUCKETS)
                .endsWith(FigureBucket.NONE, FigureBucket.known(3, false), FigureBucket.known(5, false));
        take(-7200, lag(1, false));
        assertThat(levels("node2", Figure.LAG)).endsWith(FigureBucket.NONE, FigureBucket.known(1, false));
        assertThat(levels("node2", Figure.LAG))
                .filteredOn(FigureBucket::hasValue)
                .hasSize(1);
        assertThat(trends.trend().watched()).isZero();
    }

    @Test
    void dropsAMemberThatLeftAfterAnHour() {
        take(0, Snapshots.healthy());
        take(30, Snapshots.healthy().without("node3").replica("renamed"));

        assertThat(names()).containsExactly("node1", "node2", "node3", "renamed");
        assertThat(member("node3").now().isAbsent()).isTrue();
        assertThat(roles("node3")).endsWith(RoleSeen.REPLICA, RoleSeen.ABSENT);
        assertThat(roles("renamed")).endsWith(RoleSeen.ABSENT, RoleSeen.REPLICA);

        take(3599, Snapshots.healthy().without("node3").replica("renamed"));
        assertThat(names()).contains("node3");
        take(3600, Snapshots.healthy().without("node3").replica("renamed"));
        assertThat(names()).containsExactly("node1", "node2", "renamed");
    }

    @Test
    void remembersNoMoreMembersThanTheConfigurationAdmits() {
        trends.take(limited(Hours.report(Snapshots.healthy(), NOON)));
        for (int i = 0; i < 20; i++) {
            Snapshots renamed = Snapshots.healthy().without("node3").replica("other-" + i);
            trends.take(limited(Hours.report(renamed, NOON.plusSeconds(5 * i + 5))));
        }

        assertThat(names()).containsExactly("node1", "node2", "other-19");
    }

    @Test
    void endsTheHourWhenSomebodyLooks() {
        take(0, lag(3, false));
        Trend soon = trends.trend().until(NOON.plusSeconds(59));
        Trend late = trends.trend().until(NOON.plusSeconds(100));
        Trend never = trends.trend().until(NOON.plus(Duration.ofDays(1)));

        assertThat(soon.members().get(1).hour()).hasSize(Trend.BUCKETS);
        assertThat(levels(soon.members().get(1), Figure.LAG))
                .endsWith(FigureBucket.NONE, FigureBucket.known(3, false), FigureBucket.known(3, false));
        assertThat(late.members().get(1).now().isAbsent()).isTrue();
        assertThat(late.members().get(1).hour().stream().map(MemberBucket::role))
                .endsWith(RoleSeen.REPLICA, RoleSeen.ABSENT, RoleSeen.ABSENT, RoleSeen.ABSENT);
        assertThat(never.members().get(1).hour()).hasSize(Trend.BUCKETS).allMatch(MemberBucket::isAbsent);
        assertThat(trends.trend().until(NOON.minusSeconds(600))).isSameAs(trends.trend());
    }

    @Test
    void saysForHowLongItHasWatched() {
        take(0, Snapshots.healthy());
        take(130, Snapshots.healthy());
        assertThat(trends.trend().watched()).hasSeconds(130);
        assertThat(trends.trend().until(NOON.plusSeconds(140)).watched()).hasSeconds(140);

        take(9000, Snapshots.healthy());
        assertThat(trends.trend().watched()).isEqualTo(Trend.HOUR);
    }

    @Test
    void changesNothingThatWasPublished() {
        take(0, lag(3, false));
        Trend published = trends.trend();
        take(5, lag(30, false));
        take(3600, lag(30, false));

        assertThat(levels(published.members().get(1), Figure.LAG)).endsWith(FigureBucket.known(3, false));
    }

    @Test
    void goesOnAfterARestartAndShowsTheGap() throws IOException {
        take(0, lag(3, false));
        take(30, lag(15, true));
        take(60, Snapshots.healthy().down("node2", Diagnosis.HOST_GONE));
        Trends restarted = restarted();
        assertThat(restarted.trend()).as("before the first snapshot").isSameAs(Trend.NOTHING);

        restarted.take(Hours.report(lag(5, false), NOON.plusSeconds(150)));
        MemberTrend node2 = restarted.trend().members().get(1);
        assertThat(node2.hour().stream().map(MemberBucket::role))
                .endsWith(
                        RoleSeen.ABSENT,
                        RoleSeen.REPLICA,
                        RoleSeen.REPLICA,
                        RoleSeen.DOWN,
                        RoleSeen.ABSENT,
                        RoleSeen.ABSENT,
                        RoleSeen.REPLICA);
        assertThat(levels(node2, Figure.LAG))
                .contains(new FigureBucket(FigureBucket.Kind.AT_LEAST, 15), FigureBucket.known(5, false));
        assertThat(restarted.trend().watched()).hasSeconds(150);
    }

    @Test
    void letsNoSnapshotStandForTheTimeOfARestart() throws IOException {
        take(0, lag(3, false));
        Trends restarted = restarted();
        restarted.take(Hours.report(lag(5, false), NOON.plusSeconds(60)));

        assertThat(restarted.trend().members().get(1).hour().stream().map(MemberBucket::role))
                .endsWith(RoleSeen.REPLICA, RoleSeen.ABSENT, RoleSeen.REPLICA);
    }

    @Test
    void forgetsTheHourWhenTheRestartTookLongerOrTheClockWasSetBack() throws IOException {
        take(0, Snapshots.healthy());
        for (int second : List.of(7200, -7200)) {
            Trends restarted = restarted();
            restarted.take(Hours.report(Snapshots.healthy(), NOON.plusSeconds(second)));

            assertThat(restarted.trend().members().get(1).hour())
                    .filteredOn(reading -> !reading.isAbsent())
                    .hasSize(1);
        }
    }

    private Trends restarted() throws IOException {
        try (StateDirectory directory = StateDirectory.open(folder)) {
            var snapshots = new io.greenlang.patroni.monitor.memory.Snapshots(directory);
            snapshots.write(Snapshots.CLUSTER, trends.keep());
            return snapshots
                    .read(Snapshots.CLUSTER, Trends.Kept.class, Trends::of)
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"R", "", "Z"})
    void refusesAnHourThatIsNone(String role) {
        Track whole = new Track(NOON, MemberBucket.ABSENT);
        Track.Kept kept = whole.keep();
        int length = role.equals("Z") ? Trend.BUCKETS : 1;
        Track.Kept damaged = new Track.Kept(kept.newest(), kept.seen(), role.repeat(length), kept.levels());

        assertThatIllegalArgumentException().isThrownBy(() -> Track.of(damaged));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Track.of(new Track.Kept(kept.newest(), kept.seen(), kept.roles(), "!")));
        assertThat(Track.of(kept).keep()).isEqualTo(kept);
    }

    private void take(int second, Snapshots snapshot) {
        trends.take(Hours.report(snapshot, NOON.plusSeconds(second)));
    }

    private static Snapshots lag(int seconds, boolean atLeast) {
        return Snapshots.healthy().lag("node2", new ReplicationLag.Known(Duration.ofSeconds(seconds), 1000, atLeast));
    }

    private static Snapshots written(long bytes) {
        return Snapshots.healthy().member("node1", node -> node.position(new Lsn((4L << 32) + bytes)));
    }

    private static ClusterReport limited(ClusterReport report) {
        ClusterConfig config =
                Configs.cluster(report.cluster(), "seeds = [\"http://127.0.0.1:8008\"], input-limits.members = 3");
        return new ClusterReport(
                config, report.snapshotOrNull(), report.state(), report.alerts(), report.maintenance());
    }

    private MemberTrend member(String name) {
        return trends.trend().members().stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> names() {
        return trends.trend().members().stream().map(MemberTrend::name).toList();
    }

    private List<FigureBucket> levels(String name, Figure figure) {
        return levels(member(name), figure);
    }

    private static List<FigureBucket> levels(MemberTrend member, Figure figure) {
        return member.hour().stream().map(reading -> reading.level(figure)).toList();
    }

    private List<RoleSeen> roles(String name) {
        return member(name).hour().stream().map(MemberBucket::role).toList();
    }
}
