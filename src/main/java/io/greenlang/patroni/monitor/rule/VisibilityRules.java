package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.DcsEvidence;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.model.Visibility;
import io.greenlang.patroni.monitor.model.Visibility.Unread;
import io.greenlang.patroni.monitor.model.Visibility.UnreadSeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was asked and gave nothing usable, whatever the reason: it may hide any other fault. */
final class VisibilityRules {
    /** Of a blind cluster another alert tells. */
    private static final String SIGHTED = " unless on (cluster) patroni_cluster_state{state=\"blind\"} == 1";

    /** Of a DCS that is out of reach in failsafe mode, or by its own word, too; and of one whose endpoints all fail. */
    private static final String UNREAD = """
            max by (cluster, member) (patroni_monitor_source_unread_seconds{source!~"dcs|dcs_direct"} \
            or patroni_monitor_source_unread_seconds{source="dcs"} \
            unless on (cluster) patroni_failsafe_mode_is_active == 1 unless on (cluster) (%s) \
            or patroni_monitor_source_unread_seconds{source="dcs_direct"} unless on (cluster) (%s)) >= 0%s""".formatted(DcsHealthRule.LOST, DcsHealthRule.OF_NO_USE, SIGHTED);

    private static final String SQL_UNREAD =
            "max by (cluster, member) (patroni_monitor_source_unread_seconds{source=\"postgres\"}) >= 0" + SIGHTED;

    private static final String NOBODY_READ = "no member could be read";

    static final Rule SOURCE_UNREAD = Rule.of(
            new Rule.Card(
                    "PatroniMonitorSourceUnread",
                    "source-unread",
                    Unit.DURATION,
                    StateEffect.NONE,
                    "A source that the monitor asks gives no usable answer",
                    "The monitor gets no usable answer from a source of $cluster; patroni_monitor_source_unread_seconds names it, the member and the reason."),
            new Rule.Case(UNREAD, VisibilityRules::unread),
            new Rule.Case(
                    SQL_UNREAD + " and on (cluster, member) patroni_member_info{role=~\"leader|standby_leader\"} or "
                            + SQL_UNREAD
                            + " unless on (cluster) patroni_monitor_member_up{source=\"postgres\"} == 1",
                    VisibilityRules::sqlThatMatters));

    private VisibilityRules() {}

    private static List<Finding> unread(ClusterSnapshot snapshot, Level level) {
        if (snapshot.isBlind()) {
            return blind(snapshot, level);
        }
        Visibility visibility = snapshot.facts().visibility();
        List<Finding> findings = new ArrayList<>();
        for (MemberObservation member : snapshot.members()) {
            findings.add(finding(snapshot, level, member, visibility.sources(), unread -> true));
        }
        findings.add(ofNoMember(snapshot, level, visibility));
        return findings;
    }

    private static Finding ofNoMember(ClusterSnapshot snapshot, Level level, Visibility visibility) {
        List<Unread> dcs = visibility.sources().stream()
                .filter(unread -> unread.member() == null && !isToldOtherwise(snapshot, unread.source()))
                .toList();
        List<UnreadSeed> seeds = visibility.seeds();
        if (dcs.isEmpty() && seeds.isEmpty()) {
            return level.clear(null);
        }
        String unread = Stream.concat(
                        dcs.stream().map(one -> words(snapshot, one)),
                        seeds.stream()
                                .map(seed -> "seed %s: %s"
                                        .formatted(seed.seed(), UnreadAdvice.of(seed.failure(), Source.PATRONI))))
                .collect(Collectors.joining("; "));
        return level.holds(
                        null, 1, "The monitor gets no usable answer for %s: %s.".formatted(snapshot.cluster(), unread))
                .restingOn(Stream.concat(
                        dcs.stream().map(Unread::known), seeds.stream().map(UnreadSeed::known)));
    }

    /** By another alert, which says more. */
    private static boolean isToldOtherwise(ClusterSnapshot snapshot, Source source) {
        return source == Source.DCS_DIRECT
                ? snapshot.seen().dcs().direct().isOfNoUse()
                : DcsRules.isFailsafe(snapshot) || DcsEvidence.isLost(snapshot.seen()) == Certainty.YES;
    }

    private static List<Finding> blind(ClusterSnapshot snapshot, Level level) {
        return Stream.concat(
                        Stream.of(level.unknown(null, NOBODY_READ)),
                        snapshot.members().stream().map(member -> level.unknown(member.name(), NOBODY_READ)))
                .toList();
    }

    /** SQL of the leader; or of each member, where none has any. */
    private static List<Finding> sqlThatMatters(ClusterSnapshot snapshot, Level level) {
        if (snapshot.isBlind()) {
            return blind(snapshot, level);
        }
        List<Unread> unread = snapshot.facts().visibility().sources().stream()
                .filter(one -> one.source() == Source.POSTGRES)
                .toList();
        boolean none = snapshot.members().stream()
                .noneMatch(member -> member.postgres().isAnswered());
        return snapshot.members().stream()
                .map(member -> finding(
                        snapshot,
                        level,
                        member,
                        unread,
                        one -> none || snapshot.facts().leadership().isLeader(member.name())))
                .toList();
    }

    private static Finding finding(
            ClusterSnapshot snapshot,
            Level level,
            MemberObservation member,
            List<Unread> all,
            Predicate<Unread> matters) {
        List<Unread> unread = all.stream()
                .filter(one -> member.name().equals(one.member()))
                .filter(matters)
                .toList();
        return unread.isEmpty()
                ? level.clear(member.name())
                : level.holds(
                                member.name(),
                                1,
                                unread.stream().map(one -> words(snapshot, one)).collect(Collectors.joining(" ")))
                        .restingOn(unread.stream().map(Unread::known));
    }

    private static String words(ClusterSnapshot snapshot, Unread unread) {
        String whose = Optional.ofNullable(unread.member())
                .map(member -> " of " + member + " of " + snapshot.cluster())
                .orElse("");
        boolean inPart =
                unread.source() == Source.DCS && snapshot.seen().dcs().view().isAnswered();
        return "%s%s has given no usable answer for %s: %s."
                .formatted(
                        inPart
                                ? "The DCS, asked through the members for settings and timelines,"
                                : name(unread.source()),
                        whose,
                        Spoken.of(unread.lasting(snapshot.at())),
                        UnreadAdvice.of(unread.failure(), unread.source()));
    }

    static String name(Source source) {
        return switch (source) {
            case PATRONI -> "Patroni";
            case POSTGRES -> "PostgreSQL";
            case DCS -> "The DCS, asked through the members,";
            case DCS_DIRECT -> "The DCS";
            case DISK -> "The page of disk metrics";
        };
    }
}
