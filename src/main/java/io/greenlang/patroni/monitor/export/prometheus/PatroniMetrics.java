package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Metric.timestamp;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.flag;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.MEMBER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.PATRONI;

import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PatroniStatus.Postgres;
import io.greenlang.patroni.monitor.model.PatroniVersion;
import io.greenlang.patroni.monitor.rule.Replicas;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a node's Patroni says about it, under the names of Patroni's own {@code /metrics}. Where Patroni writes 0 for
 * what it does not know, the series is absent here.
 */
final class PatroniMetrics {
    /** What Patroni knows only while its own SQL works. */
    private static final Subject<PatroniStatus> COMPLETE =
            PATRONI.within(status -> status.postgres() == null ? Stream.empty() : Stream.of(status));

    private static final Subject<Postgres> ITS_POSTGRES =
            PATRONI.within(status -> Stream.ofNullable(status.postgres()));
    private static final Subject<PatroniStatus> STANDBY =
            COMPLETE.within(status -> status.location().isPresent() ? Stream.empty() : Stream.of(status));

    private static final Subject<SeenMember> REPLICA = MEMBER.within(
            member -> Replicas.of(member.cluster()).contains(member.seen()) ? Stream.of(member) : Stream.empty());

    private PatroniMetrics() {}

    static List<Metric> all() {
        return Stream.of(roles(), process(), wal()).flatMap(List::stream).toList();
    }

    private static List<Metric> roles() {
        return List.of(
                gauge("patroni_primary", "1 if the node's role is primary, else 0.", PATRONI, isA(NodeRole.PRIMARY)),
                gauge("patroni_replica", "1 if the node's role is replica, else 0.", PATRONI, isA(NodeRole.REPLICA)),
                gauge(
                        "patroni_standby_leader",
                        "1 if the node leads a standby cluster, else 0.",
                        PATRONI,
                        isA(NodeRole.STANDBY_LEADER)),
                gauge(
                        "patroni_sync_standby",
                        "1 if the node is a synchronous standby, else 0 (Patroni 3.0.2 and later).",
                        COMPLETE,
                        since(3, 0, 2, Flag.SYNC_STANDBY)),
                gauge(
                        "patroni_nostream",
                        "1 if the tag nostream has the node fed from the archive, else 0.",
                        PATRONI,
                        status -> flag(status.forbidsStreaming())),
                gauge(
                        "patroni_replica_diverged",
                        "1 if the replica has WAL that its leader's timeline lacks, else 0; absent while unknown.",
                        REPLICA,
                        replica -> flag(Replicas.hasDiverged(replica.cluster(), replica.seen()))),
                gauge(
                        "patroni_quorum_standby",
                        "1 if the node is a quorum standby, else 0 (Patroni 4.0.0 and later).",
                        COMPLETE,
                        since(4, 0, 0, Flag.QUORUM_STANDBY)));
    }

    private static List<Metric> process() {
        return List.of(
                gauge(
                        "patroni_version",
                        "Patroni's version: 40104 is 4.1.4.",
                        PATRONI,
                        status -> known(status.identity().version())),
                gauge(
                        "patroni_postgres_running",
                        "1 if Patroni says that PostgreSQL is running, else 0.",
                        PATRONI,
                        status -> flag(status.runsPostgres())),
                gauge(
                        "patroni_postgres_state",
                        "Status code of what PostgreSQL is doing, as Patroni 4.1 numbers it: 5 is running, 6 starting, 12 stopped, 14 crashed.",
                        PATRONI,
                        PatroniMetrics::stateNumber),
                gauge(
                        "patroni_postgres_server_version",
                        "PostgreSQL's version: 150020 is 15.20.",
                        ITS_POSTGRES,
                        Postgres::serverVersion),
                timestamp(
                        "patroni_postmaster_start_time",
                        "When PostgreSQL was started, in seconds since 1970.",
                        ITS_POSTGRES,
                        postgres -> postgres.postmasterStartTime()),
                timestamp(
                        "patroni_dcs_last_seen",
                        "When this Patroni last read from the DCS, in seconds since 1970 by the monitor's clock; a /cluster request"
                                + " counts, too.",
                        PATRONI,
                        status -> status.dcsLastSeen()),
                gauge(
                        "patroni_pending_restart",
                        "1 if the node needs a restart, else 0.",
                        PATRONI,
                        has(Flag.PENDING_RESTART)),
                gauge("patroni_is_paused", "1 if automatic failover is off, else 0.", PATRONI, has(Flag.PAUSE)),
                gauge(
                        "patroni_cluster_unlocked",
                        "1 if the node sees no leader in the DCS, or no DCS, else 0.",
                        PATRONI,
                        has(Flag.CLUSTER_UNLOCKED)),
                gauge(
                        "patroni_failsafe_mode_is_active",
                        "1 if failsafe mode keeps the primary without the DCS, else 0 (Patroni 3.0.0 and later).",
                        PATRONI,
                        since(3, 0, 0, Flag.FAILSAFE_ACTIVE)),
                gauge(
                        "patroni_watchdog_failed",
                        "1 if Patroni says that its watchdog failed, which it does only with watchdog.mode required; else absent, which"
                                + " does not mean that it works.",
                        PATRONI,
                        status -> status.has(Flag.WATCHDOG_FAILED) ? 1 : null));
    }

    private static List<Metric> wal() {
        return List.of(
                gauge(
                        "patroni_postgres_streaming",
                        "1 if the node streams WAL from another one, else 0; from Patroni 3.0.4 and later, or from SQL.",
                        MEMBER,
                        member -> member.seen()
                                .feed()
                                .map(feed -> flag(feed.streams()))
                                .orElse(null)),
                gauge(
                        "patroni_postgres_in_archive_recovery",
                        "1 if Patroni says that the node replays WAL from the archive, else 0 (Patroni 3.0.4 and later).",
                        PATRONI,
                        PatroniMetrics::inArchiveRecovery),
                gauge("patroni_postgres_timeline", "The node's timeline.", ITS_POSTGRES, Postgres::timeline),
                gauge(
                        "patroni_xlog_location",
                        "Current WAL position in bytes; primary only.",
                        ITS_POSTGRES,
                        postgres -> bytes(postgres.location())),
                gauge(
                        "patroni_xlog_received_location",
                        "Received WAL position in bytes; standby only.",
                        ITS_POSTGRES,
                        postgres -> bytes(postgres.receivedLocation())),
                gauge(
                        "patroni_xlog_replayed_location",
                        "Replayed WAL position in bytes; standby only.",
                        ITS_POSTGRES,
                        postgres -> bytes(postgres.replayedLocation())),
                gauge(
                        "patroni_xlog_replayed_timestamp",
                        "When the last replayed transaction was committed, in seconds since 1970 by its primary's clock; standby only.",
                        ITS_POSTGRES,
                        postgres -> postgres.replayedTimestamp() == null
                                ? null
                                : Reading.epochSeconds(postgres.replayedTimestamp())),
                gauge(
                        "patroni_xlog_paused",
                        "1 if WAL replay is paused, else 0; standby only.",
                        STANDBY,
                        has(Flag.REPLAY_PAUSED)));
    }

    private static Reading<PatroniStatus> isA(NodeRole role) {
        return status -> status.role() == NodeRole.UNKNOWN ? null : flag(status.role() == role);
    }

    private static @Nullable Integer known(PatroniVersion version) {
        return version.isKnown() ? (Integer) version.number() : null;
    }

    private static @Nullable Integer stateNumber(PatroniStatus status) {
        OptionalInt number = status.state().number();
        return number.isPresent() ? (Integer) number.getAsInt() : null;
    }

    private static @Nullable Integer inArchiveRecovery(PatroniStatus status) {
        return status.replicationState()
                .map(state -> flag(state.isArchiveRecovery()))
                .orElse(null);
    }

    private static Reading<PatroniStatus> has(Flag name) {
        return status -> flag(status.has(name));
    }

    /** An older version's silence says nothing. */
    private static Reading<PatroniStatus> since(int major, int minor, int patch, Flag name) {
        return status -> status.identity().version().isAtLeast(major, minor, patch) ? flag(status.has(name)) : null;
    }

    private static @Nullable Number bytes(@Nullable Lsn position) {
        return position == null ? null : position.bytes();
    }
}
