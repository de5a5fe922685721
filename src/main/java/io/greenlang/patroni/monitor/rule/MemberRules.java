package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.MemberObservation;
import java.util.List;
import java.util.stream.Collectors;

/** Who is there at all. */
final class MemberRules {
    private static final String MEMBERS = "group by (cluster, member) (patroni_monitor_member_up)";

    /** Every member that the daemon knows, whether it answers or not. */
    static final String KNOWN = "count by (cluster) (" + MEMBERS + ")";

    /** PromQL has no diagnosis: these reasons, and a Patroni that says so, mean that a process is down. */
    private static final String DOWN = """
            group by (cluster, member) (patroni_monitor_member_up == 0 and on (cluster, member, source) \
            patroni_monitor_failure{reason=~"timeout|refused|unreachable|dns|empty_reply|cut|starting"} \
            or patroni_postgres_running == 0)""";

    private static final String NEEDED_DOWN = DOWN
            + " and on (cluster, member) patroni_member_info{role=~\"leader|standby_leader\"} or "
            + DOWN
            + " and on (cluster) (%1$s - count by (cluster) (%2$s) < 2) and on (cluster) (%1$s > 1)"
                    .formatted(KNOWN, DOWN);

    /** A count of nobody is empty: then 0, unless nobody knows. */
    private static final String FEWER_THAN_EXPECTED = "(count by (cluster) (" + MEMBERS
            + " unless on (cluster, member) "
            + DOWN
            + ") or max by (cluster) (patroni_cluster_state{state=\"blind\"} == 0))"
            + " < on (cluster) max by (cluster) (patroni_cluster_members_expected)";

    private static final String DOWN_WORDS = "$member of $cluster is down: "
            + "{{ range $i, $failure := sortByLabel \"key\" (query (printf \"label_join(max by (source, reason)"
            + " (patroni_monitor_failure{cluster=%q,member=%q,source=~'patroni|postgres',"
            + "reason=~'timeout|refused|unreachable|dns|empty_reply|cut|starting'}), 'key', '/', 'source', 'reason')\""
            + " $labels.cluster $labels.member)) }}{{ if $i }}, {{ end }}"
            + "{{ if eq $failure.Labels.source \"patroni\" }}Patroni{{ else }}PostgreSQL{{ end }} does not answer"
            + " ({{ $failure.Labels.reason }}){{ else }}Patroni says that PostgreSQL does not run{{ end }}.";

    private static final String MISSING_WORDS =
            "$value{{ with query (printf \"max(patroni_cluster_members_expected{cluster=%q})\" $labels.cluster) }}"
                    + " of {{ . | first | value }}{{ end }} expected members of $cluster"
                    + " {{ if eq .Value 1.0 }}is{{ else }}are{{ end }} up.";

    static final Rule CLUSTER_BLIND = Rule.critical(
            new Rule.Card(
                    "PatroniClusterBlind",
                    "cluster-blind",
                    Unit.CONDITION,
                    StateEffect.IMMEDIATE,
                    "No member of the cluster could be read",
                    "No member of $cluster could be read."),
            "patroni_cluster_state{state=\"blind\"} == 1",
            MemberRules::clusterBlind);

    static final Rule MEMBER_DOWN = Rule.of(
            new Rule.Card(
                    "PatroniMemberDown",
                    "member-down",
                    Unit.CONDITION,
                    StateEffect.IMMEDIATE,
                    "A member's Patroni or PostgreSQL does not answer",
                    DOWN_WORDS),
            new Rule.Case(DOWN, MemberRules::memberDown),
            new Rule.Case(NEEDED_DOWN, MemberRules::neededMemberDown));

    static final Rule MEMBERS_MISSING = Rule.warning(
            new Rule.Card(
                    "PatroniMembersMissing",
                    "members-missing",
                    Unit.COUNT,
                    StateEffect.IMMEDIATE,
                    "The cluster has fewer members than expected",
                    MISSING_WORDS),
            FEWER_THAN_EXPECTED,
            MemberRules::membersMissing);

    private MemberRules() {}

    private static List<Finding> clusterBlind(ClusterSnapshot snapshot, Level level) {
        if (!snapshot.isBlind()) {
            return List.of(level.clear(null));
        }
        String members = snapshot.members().stream()
                .map(member -> member.name() + " " + whyUnread(member))
                .collect(Collectors.joining(", "));
        String description = members.isEmpty()
                ? "No member of %s is known: no seed answered.".formatted(snapshot.cluster())
                : "No member of %s could be read: %s.".formatted(snapshot.cluster(), members);
        return List.of(level.holds(null, 1, description));
    }

    private static String whyUnread(MemberObservation member) {
        return member.patroni()
                .reason()
                .or(() -> member.postgres().reason())
                .map(Failure::kind)
                .map(kind -> "(" + kind.label() + ")")
                .orElse("(not asked)");
    }

    private static List<Finding> memberDown(ClusterSnapshot snapshot, Level level) {
        return snapshot.members().stream()
                .map(member -> isDown(snapshot, member) ? down(snapshot, level, member) : level.clear(member.name()))
                .toList();
    }

    private static List<Finding> neededMemberDown(ClusterSnapshot snapshot, Level level) {
        long up = snapshot.members().stream()
                .filter(member -> !isDown(snapshot, member))
                .count();
        boolean noReserve = up < 2 && snapshot.members().size() > 1;
        return snapshot.members().stream()
                .map(member -> isDown(snapshot, member) && (noReserve || leads(snapshot, member))
                        ? down(snapshot, level, member)
                        : level.clear(member.name()))
                .toList();
    }

    private static Finding down(ClusterSnapshot snapshot, Level level, MemberObservation member) {
        String diagnosis = snapshot.facts().diagnosis(member.name()).words(member);
        return level.holds(
                        member.name(),
                        1,
                        "%s of %s (%s) is down: %s."
                                .formatted(member.name(), snapshot.cluster(), member.host(), diagnosis))
                .restingOn(member.patroni(), member.liveness(), member.postgres());
    }

    private static boolean leads(ClusterSnapshot snapshot, MemberObservation member) {
        return snapshot.facts().leadership().isLeader(member.name());
    }

    private static boolean isDown(ClusterSnapshot snapshot, MemberObservation member) {
        return snapshot.facts().diagnosis(member.name()).isDown();
    }

    private static List<Finding> membersMissing(ClusterSnapshot snapshot, Level level) {
        int expected = snapshot.expectedMembers();
        if (expected <= 0) {
            return List.of();
        }
        if (snapshot.isBlind()) {
            return List.of(level.unknown(null, "no member could be read"));
        }
        int present = (int) snapshot.members().stream()
                .filter(member -> !isDown(snapshot, member))
                .filter(member -> member.presence().listed() || member.isReadable())
                .count();
        return List.of(
                present >= expected
                        ? level.clear(null)
                        : level.holds(
                                null,
                                present,
                                "%d of %d expected members of %s %s up."
                                        .formatted(
                                                present, expected, snapshot.cluster(), present == 1 ? "is" : "are")));
    }
}
