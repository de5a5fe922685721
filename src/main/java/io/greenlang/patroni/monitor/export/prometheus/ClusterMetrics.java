package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.counter;
import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Metric.timestamp;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.flag;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.seconds;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.CLUSTER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.CONFIGURED;

import io.greenlang.patroni.monitor.model.ClusterFacts;
import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailoverForecast;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.rule.ClusterState;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What holds for a cluster as a whole. */
final class ClusterMetrics {
    private static final Subject<ClusterView> DCS_VIEW =
            CLUSTER.within(snapshot -> snapshot.seen().dcs().view().value().stream());
    private static final Subject<DynamicConfig> DCS_CONFIG =
            CLUSTER.within(snapshot -> snapshot.seen().dcs().config().value().stream());
    private static final Subject<DynamicConfig> LAST_CONFIG =
            CLUSTER.within(snapshot -> Stream.ofNullable(snapshot.seen().dcs().lastConfig()));
    /** A cluster of which at least one member could be read. */
    private static final Subject<ClusterFacts> FACTS =
            CLUSTER.within(snapshot -> snapshot.isBlind() ? Stream.empty() : Stream.of(snapshot.facts()));

    private static final Subject<Leadership> LEADERSHIP = FACTS.within(facts -> Stream.of(facts.leadership()));
    private static final Subject<LeaderRecord> LEADERS =
            CLUSTER.within(snapshot -> Stream.of(snapshot.facts().leaderRecord()));
    private static final Subject<StateShown> STATE = CONFIGURED.each(
            "state",
            report -> Stream.of(ClusterState.values()).map(state -> new StateShown(state, state == report.state())),
            shown -> shown.state().label());

    private static final Subject<Bound> LOSS = FACTS.each(
            List.of("member", "bound"),
            facts -> facts.forecast().options().stream().flatMap(ClusterMetrics::bounds),
            bound -> List.of(bound.member(), bound.which()));

    /** @param bytes null when it is not known */
    private record Bound(
            String member, String which, @Nullable Long bytes) {}

    private record StateShown(ClusterState state, boolean holds) {}

    private ClusterMetrics() {}

    static List<Metric> all() {
        return Stream.of(membership(), configuration(), leadership(), leaderChanges())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Metric> membership() {
        return List.of(
                gauge(
                        "patroni_cluster_state",
                        "1 for the one state that the cluster is in, 0 for the others; blind when nothing could be read.",
                        STATE,
                        shown -> flag(shown.holds())),
                gauge(
                        "patroni_cluster_members",
                        "Number of members that the DCS lists.",
                        DCS_VIEW,
                        view -> view.members().size()),
                gauge(
                        "patroni_cluster_members_expected",
                        "Number of members that the configuration expects.",
                        CONFIGURED,
                        report -> report.config().expectedMembers() == 0
                                ? null
                                : report.config().expectedMembers()),
                gauge(
                        "patroni_cluster_sync_standbys",
                        "Number of synchronous and quorum standbys that the DCS lists.",
                        DCS_VIEW,
                        ClusterMetrics::syncStandbys),
                gauge(
                        "patroni_cluster_failover_candidates",
                        "Number of replicas that could take over now; absent where unknown.",
                        FACTS,
                        facts -> facts.knownCandidates().orElse(null)),
                gauge(
                        "patroni_failover_loss_bytes",
                        "WAL that a failover to this member now would lose, in bytes, at least and at most; absent where unknown.",
                        LOSS,
                        Bound::bytes));
    }

    private static List<Metric> configuration() {
        return List.of(
                gauge(
                        "patroni_cluster_settings_differing",
                        "Number of settings that are not the same on all members; what each has of its own is not counted.",
                        FACTS.within(facts -> Stream.ofNullable(facts.differingSettings())),
                        List::size),
                gauge(
                        "patroni_cluster_paused",
                        "1 in maintenance mode (patronictl pause), else 0.",
                        CLUSTER,
                        ClusterMetrics::paused),
                gauge(
                        "patroni_cluster_maintenance",
                        "1 if a pause or a scheduled switchover keeps alerts from paging, else 0.",
                        CONFIGURED,
                        report -> flag(report.maintenance())),
                gauge(
                        "patroni_cluster_ttl_seconds",
                        "Time to live of the leader key in seconds, from the dynamic configuration as it was last read.",
                        LAST_CONFIG,
                        config -> seconds(config.timing().ttl())),
                gauge(
                        "patroni_failsafe_mode_enabled",
                        "1 if failsafe_mode is on in the dynamic configuration, else 0.",
                        DCS_CONFIG,
                        config -> flag(config.failsafeMode())),
                timestamp(
                        "patroni_cluster_scheduled_switchover_timestamp_seconds",
                        "When the scheduled switchover is due, in seconds since 1970; absent without one.",
                        DCS_VIEW.within(view -> Stream.ofNullable(view.scheduledSwitchover())),
                        switchover -> switchover.at()));
    }

    private static List<Metric> leadership() {
        return List.of(
                gauge(
                        "patroni_cluster_has_leader",
                        "1 if a member is leader and writable, else 0.",
                        LEADERSHIP,
                        who -> flag(who.hasLeader())),
                gauge(
                        "patroni_cluster_writable_members",
                        "Number of members that accept writes by SQL, or by role where SQL is off.",
                        LEADERSHIP,
                        who -> who.writable().size()),
                gauge(
                        "patroni_cluster_split_brain",
                        "1 if more than one member accepts writes (split brain), 0 if that is disproved, absent if unknown.",
                        LEADERSHIP,
                        who -> flag(who.division().certainty())),
                gauge(
                        "patroni_cluster_lock_free_seconds",
                        "How long nobody has held the leader lock though the DCS answers and a member could take it, in seconds.",
                        CLUSTER.within(
                                snapshot -> Stream.ofNullable(snapshot.facts().lockFreeSince())
                                        .map(snapshot::ageOf)),
                        Reading::seconds),
                gauge("patroni_cluster_timeline", "Timeline of the leader.", LEADERSHIP, Leadership::timeline));
    }

    private static List<Metric> leaderChanges() {
        return List.of(
                gauge(
                        "patroni_cluster_failovers_24h",
                        "Number of changes to another leader in the last 24 hours, planned ones included.",
                        LEADERS,
                        record -> record.knownFailovers24h().orElse(null)),
                timestamp(
                        "patroni_cluster_last_failover_timestamp_seconds",
                        "When another member became leader the last time, in seconds since 1970.",
                        LEADERS.within(record -> Stream.ofNullable(record.last())),
                        change -> change.at()),
                gauge(
                        "patroni_cluster_last_failover_duration_seconds",
                        "Time without a writable leader when another member became leader the last time, in seconds.",
                        LEADERS.within(record -> Stream.ofNullable(record.last())),
                        change -> change.leaderless() == null ? null : seconds(change.leaderless())),
                gauge(
                        "patroni_cluster_timeline_increments_24h",
                        "Number of new timelines in the last 24 hours, re-promotions of the same leader included.",
                        LEADERS,
                        LeaderRecord::timelineIncrements24h),
                counter(
                        "patroni_cluster_leaderless_seconds_total",
                        "Time without a writable leader since the monitor started, in seconds.",
                        LEADERS,
                        record -> seconds(record.availabilitySinceStart().notWritable())),
                counter(
                        "patroni_cluster_writable_seconds_total",
                        "Time with a writable leader since the monitor started, in seconds.",
                        LEADERS,
                        record -> seconds(record.availabilitySinceStart().writable())),
                counter(
                        "patroni_cluster_not_writable_seconds_total",
                        "Time without a writable leader since the monitor started, in seconds.",
                        LEADERS,
                        record -> seconds(record.availabilitySinceStart().notWritable())),
                counter(
                        "patroni_cluster_unobserved_seconds_total",
                        "Time since the monitor started of which nobody knows whether there was a writable leader, the gap before a restart with state.directory included, in seconds.",
                        LEADERS,
                        record -> seconds(record.availabilitySinceStart().unobserved())));
    }

    private static Stream<Bound> bounds(FailoverForecast.Option option) {
        return option.cost().known().stream()
                .flatMap(known -> Stream.of(
                        new Bound(option.member(), "least", known.leastBytes()),
                        new Bound(option.member(), "most", known.mostBytes())));
    }

    private static Number syncStandbys(ClusterView view) {
        return view.members().stream()
                .filter(member ->
                        member.role() == MemberRole.SYNC_STANDBY || member.role() == MemberRole.QUORUM_STANDBY)
                .count();
    }

    private static @Nullable Number paused(ClusterSnapshot snapshot) {
        return snapshot.seen().tellsWhetherPaused() ? flag(snapshot.seen().isPaused()) : null;
    }
}
