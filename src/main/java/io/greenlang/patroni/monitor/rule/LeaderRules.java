package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.LeaderChange;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One leader, not two, not none, and not another one every hour. */
final class LeaderRules {
    /** Names the members that accept writes where the metrics show them; servers of two clusters may show only one. */
    private static final String SPLIT_BRAIN_WORDS = "SPLIT BRAIN in $cluster: "
            + "{{ $writers := query (printf \"count by (member) (pg_in_recovery{cluster=%q} == 0"
            + " or (patroni_primary{cluster=%q} == 1 unless on (cluster, member) pg_in_recovery))\" $labels.cluster $labels.cluster) }}"
            + "{{ if gt (len $writers) 1 }}{{ range $i, $writer := sortByLabel \"member\" $writers }}{{ if $i }} and {{ end }}"
            + "{{ $writer.Labels.member }}"
            + "{{ with query (printf \"patroni_postgres_timeline{cluster=%q,member=%q}\" $labels.cluster $writer.Labels.member) }}"
            + " (timeline {{ . | first | value }}){{ end }}{{ end }} accept writes."
            + " Stop the writes to the old primary now: see the runbook"
            + "{{ else }}more than one member accepts writes, or the members are not one cluster: see the runbook{{ end }}.";

    static final Rule SPLIT_BRAIN = Rule.critical(
            new Rule.Card(
                    "PatroniSplitBrain",
                    "split-brain",
                    Unit.COUNT,
                    StateEffect.IMMEDIATE,
                    "More than one member of the cluster accepts writes",
                    SPLIT_BRAIN_WORDS),
            "patroni_cluster_split_brain == 1",
            LeaderRules::splitBrain);

    static final Rule NO_LEADER = Rule.critical(
            new Rule.Card(
                    "PatroniNoLeader",
                    "no-leader",
                    Unit.CONDITION,
                    StateEffect.IMMEDIATE,
                    "No member is leader and writable",
                    "$cluster has no writable leader."),
            "patroni_cluster_has_leader == 0",
            LeaderRules::noLeader);

    static final Rule FAILOVERS = Rule.graded(
            new Rule.Card(
                    "PatroniFailovers",
                    "failovers",
                    Unit.COUNT,
                    StateEffect.WHEN_FIRING,
                    "The leader changed too often within 24 hours",
                    "The leader of $cluster changed $value times within 24 hours."),
            "patroni_cluster_failovers_24h > $limit",
            LeaderRules::failovers);

    private LeaderRules() {}

    private static List<Finding> splitBrain(ClusterSnapshot snapshot, Level level) {
        Division division = snapshot.facts().leadership().division();
        return List.of(
                switch (division.certainty()) {
                    case YES ->
                        level.holds(
                                null,
                                Math.max(
                                        2,
                                        snapshot.facts().leadership().writable().size()),
                                splitBrain(snapshot.cluster(), division));
                    case NO -> level.clear(null);
                    case UNKNOWN -> level.unknown(null, division.doubt());
                });
    }

    private static String splitBrain(String cluster, Division division) {
        String split = "SPLIT BRAIN in %s: %s.".formatted(cluster, String.join("; ", division.evidence()));
        return Stream.concat(Stream.of(split), division.whyUnfenced().stream()).collect(Collectors.joining(" "));
    }

    private static List<Finding> noLeader(ClusterSnapshot snapshot, Level level) {
        Leadership leadership = snapshot.facts().leadership();
        if (leadership.hasLeader() == Certainty.UNKNOWN) {
            return List.of(level.unknown(null, "the leader can't be read"));
        }
        if (leadership.hasLeader() == Certainty.YES) {
            return List.of(level.clear(null));
        }
        String owner = leadership.leader() == null
                ? "no member is known to lead"
                : leadership.leader() + " should lead and does not";
        return List.of(level.holds(null, 1, "%s has no writable leader: %s.".formatted(snapshot.cluster(), owner)));
    }

    /** Without {@code /history} the count is what the daemon saw itself: a lower bound. */
    private static List<Finding> failovers(ClusterSnapshot snapshot, Level level) {
        LeaderRecord leaders = snapshot.facts().leaderRecord();
        int failovers = leaders.failovers24h();
        if (leaders.timelineIncrements24h() == null && failovers <= level.limit()) {
            return List.of(level.unknown(null, "the timeline history could not be read"));
        }
        LeaderChange last = leaders.last();
        String newest = last == null
                ? ""
                : ", the last from %s to %s at %s"
                        .formatted(
                                named(last.from()),
                                named(last.to()),
                                snapshot.wall().shows(last.at()));
        return List.of(level.above(
                null,
                failovers,
                () -> "The leader of %s changed %d times within 24 hours%s."
                        .formatted(snapshot.cluster(), failovers, newest)));
    }

    private static String named(@Nullable String member) {
        return Objects.requireNonNullElse(member, "an unknown member");
    }
}
