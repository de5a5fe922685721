package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.counter;
import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.flag;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.seconds;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.CLUSTER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.MEMBER;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.POSTGRES;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberSummary;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.model.Visibility;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the monitor sees of the nodes, what it doesn't see, and why. */
final class SightMetrics {
    private static final Subject<Asked> SOURCE =
            MEMBER.each("source", Asked::allOf, asked -> asked.source().label());
    private static final Subject<Unseen> UNSEEN =
            CLUSTER.each(List.of("member", "source", "reason"), Unseen::allOf, Unseen::labels);

    private static final Subject<UnreadSource> UNREAD =
            CLUSTER.each(List.of("member", "source", "reason"), UnreadSource::allOf, UnreadSource::labels);

    private static final Set<FailureKind> REFUSALS = Set.of(FailureKind.AUTH, FailureKind.PERMISSION);
    /** Not lacked where another source tells. A timeout says nothing about rights; a view that does not exist is an SQL error. */
    private static final Set<FailureKind> WITHOUT_VIEW = Set.of(FailureKind.PERMISSION, FailureKind.SQL);

    private SightMetrics() {}

    static List<Metric> all() {
        return Stream.of(sight(), leftOut()).flatMap(List::stream).toList();
    }

    private static List<Metric> sight() {
        return List.of(
                gauge(
                        "patroni_member_info",
                        "Always 1; the texts about a member are its labels, empty when unknown.",
                        MEMBER.each(
                                List.of("role", "host", "patroni_version", "postgres_version"),
                                Stream::of,
                                SightMetrics::texts),
                        member -> 1),
                gauge(
                        "patroni_monitor_member_up",
                        "1 if the member's source answered in the last poll, else 0; absent when it is not asked.",
                        SOURCE,
                        asked -> up(asked.answer())),
                gauge(
                        "patroni_monitor_failure",
                        "1 for every source that gave no usable answer, with the reason; member is empty for the DCS.",
                        UNSEEN,
                        unseen -> 1),
                gauge(
                        "patroni_monitor_source_unread_seconds",
                        "How long a source that is asked has given no usable answer, in seconds; member is empty for the DCS and seeds.",
                        UNREAD,
                        one -> seconds(one.lasting())),
                gauge(
                        "patroni_monitor_privileges_ok",
                        "1 if the monitor's role may read all it should, 0 if pg_monitor or docs/setup.sql is missing.",
                        MEMBER,
                        SightMetrics::privileges));
    }

    /** What a cluster tells and the monitor does not take in, because the configuration sets a limit. */
    private static List<Metric> leftOut() {
        return List.of(
                gauge(
                        "patroni_monitor_databases_left_out",
                        "Number of databases that max-databases keeps from being watched.",
                        POSTGRES,
                        facts -> facts.databases().leftOut()),
                gauge(
                        "patroni_monitor_members_left_out",
                        "Number of entries of the DCS that are not watched: more than input-limits.members, without a usable name, or listed twice.",
                        CLUSTER.within(snapshot -> snapshot.seen().dcs().view().value().stream()),
                        view -> view.leftOut().count()),
                counter(
                        "patroni_monitor_absent_members_left_out_total",
                        "Number of members that left the DCS and were forgotten early: more than input-limits.absent-members.",
                        CLUSTER,
                        snapshot -> snapshot.seen().absentLeftOut()),
                gauge(
                        "patroni_monitor_history_entries_left_out",
                        "Number of the oldest entries of /history that are not read: more than input-limits.history-entries.",
                        CLUSTER.within(snapshot -> snapshot.seen().dcs().history().value().stream()),
                        TimelineHistory::leftOut),
                gauge(
                        "patroni_monitor_slots_left_out",
                        "Number of replication slots that are not shown: more than input-limits.slots.",
                        POSTGRES,
                        facts -> facts.replication().slotsLeftOut()));
    }

    /** 1 answered, 0 failed, null when it was not asked. */
    static @Nullable Integer up(Answer<?> answer) {
        if (answer.isAnswered()) {
            return 1;
        }
        return answer.reason().isPresent() ? 0 : null;
    }

    /** The texts about a member. Each comes from who knows it best; empty when nobody does. */
    private static List<String> texts(SeenMember member) {
        Optional<PatroniStatus> status = member.patroni().findFirst();
        return List.of(
                MemberSummary.of(member.cluster(), member.seen()).roleOr(""),
                member.seen().host(),
                status.map(known -> known.identity().version().text()).orElse(""),
                serverVersion(member, status).map(SightMetrics::versionText).orElse(""));
    }

    private static Optional<Integer> serverVersion(SeenMember member, Optional<PatroniStatus> status) {
        return Stream.concat(
                        member.postgres().map(facts -> facts.server().versionNum()),
                        status
                                .flatMap(known -> Optional.ofNullable(known.postgres()))
                                .map(PatroniStatus.Postgres::serverVersion)
                                .stream())
                .findFirst();
    }

    /** PostgreSQL 10 and later: 150020 is 15.20. */
    private static String versionText(int serverVersion) {
        return serverVersion / 10_000 + "." + serverVersion % 10_000;
    }

    /** Whether the monitor's own role may read what it should. */
    private static @Nullable Number privileges(SeenMember member) {
        MemberObservation seen = member.seen();
        Optional<PostgresFacts> facts = seen.postgres().value();
        if (facts.isEmpty()) {
            return isRefused(seen.postgres().reason()) ? 0 : null;
        }
        return flag(facts.get().server().monitorPrivileges()
                && !isRefused(seen.sizes().reason())
                && (member.disk().isPresent() || !lacksDiskView(seen.sizes().value())));
    }

    private static boolean isRefused(Optional<Failure> failure) {
        return failure.map(Failure::kind).filter(REFUSALS::contains).isPresent();
    }

    private static boolean lacksDiskView(Optional<PostgresSizes> sizes) {
        return sizes.map(read -> read.missing().get(PostgresSizes.Part.DISK))
                .map(Failure::kind)
                .filter(WITHOUT_VIEW::contains)
                .isPresent();
    }

    private record Asked(Source source, Answer<?> answer) {
        static Stream<Asked> allOf(SeenMember member) {
            return Stream.of(
                    new Asked(Source.PATRONI, member.seen().patroni()),
                    new Asked(Source.POSTGRES, member.seen().postgres()));
        }
    }

    /**
     * A source that has gone unread for some time.
     *
     * @param member empty for the DCS and for seeds
     */
    private record UnreadSource(String member, String source, FailureKind reason, Duration lasting) {
        static Stream<UnreadSource> allOf(ClusterSnapshot snapshot) {
            Visibility visibility = snapshot.facts().visibility();
            return Stream.concat(
                    visibility.sources().stream()
                            .map(unread -> new UnreadSource(
                                    Objects.requireNonNullElse(unread.member(), ""),
                                    unread.source().label(),
                                    unread.failure().kind(),
                                    unread.lasting(snapshot.at()))),
                    visibility.seeds().stream()
                            .map(seed ->
                                    new UnreadSource("", "seed", seed.failure().kind(), Duration.ZERO)));
        }

        List<String> labels() {
            return List.of(member, source, reason.label());
        }
    }
}
