package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation.DcsAnswers;
import io.greenlang.patroni.monitor.model.SetUp;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells what has changed between two reports of a cluster, each change once. What stays as it was is not told, and what is an
 * event is told by {@link EventDesk}.
 */
final class ReportLog {
    private static final Logger logger = LoggerFactory.getLogger("io.greenlang.patroni.monitor.cluster");

    private ReportLog() {}

    /** @param events of this report, which are told elsewhere */
    static void tell(ClusterReport before, ClusterReport now, List<Event> events) {
        if (before.state() != now.state() || before.snapshot().isEmpty()) {
            Level level = now.state() == ClusterState.HEALTHY ? Level.INFO : Level.WARN;
            say(level, now.cluster(), "state is " + now.state().label());
        }
        now.snapshot().ifPresent(snapshot -> {
            tellLeader(before.snapshotOrNull(), snapshot, events);
            snapshot.members().forEach(member -> tellMember(before.snapshotOrNull(), snapshot, member, events));
            tellLeftOut(before.snapshotOrNull(), snapshot);
        });
    }

    private static void tellLeader(@Nullable ClusterSnapshot before, ClusterSnapshot now, List<Event> events) {
        Leadership lead = now.facts().leadership();
        String old = before == null ? null : before.facts().leadership().leader();
        if (Objects.equals(old, lead.leader()) || isTold(events, lead.leader(), EventType.LEADER_CHANGE)) {
            return;
        }
        String leader = lead.leader() == null ? "has no leader" : "leader is " + lead.leader();
        say(
                lead.leader() == null ? Level.WARN : Level.INFO,
                now.cluster(),
                leader
                        + (lead.timeline() == null ? "" : ", timeline " + lead.timeline())
                        + (old == null ? "" : ", was " + old));
    }

    private static boolean isTold(List<Event> events, @Nullable String member, EventType... types) {
        return events.stream()
                .anyMatch(event -> List.of(types).contains(event.type()) && Objects.equals(event.member(), member));
    }

    /** What a cluster says beyond its limits, once for each kind while it lasts. */
    private static void tellLeftOut(@Nullable ClusterSnapshot before, ClusterSnapshot now) {
        Map<String, String> known = before == null ? Map.of() : leftOut(before);
        leftOut(now).forEach((kind, words) -> {
            if (!known.containsKey(kind)) {
                say(Level.WARN, now.cluster(), words);
            }
        });
    }

    /** For people, by kind. */
    private static Map<String, String> leftOut(ClusterSnapshot snapshot) {
        Map<String, String> words = new TreeMap<>();
        DcsAnswers dcs = snapshot.seen().dcs();
        dcs.view()
                .value()
                .map(ClusterView::leftOut)
                .filter(out -> out.count() > 0)
                .ifPresent(out -> words.put("members", "leaves out of /cluster: " + String.join("; ", out.words())));
        if (snapshot.seen().absentLeftOut() > 0) {
            words.put(
                    "absent",
                    "forgets members that left the DCS, because there are too many (input-limits.absent-members)");
        }
        dcs.history()
                .value()
                .filter(history -> history.leftOut() > 0)
                .ifPresent(history -> words.put(
                        "history",
                        "leaves out the oldest " + history.leftOut()
                                + " entries of /history (input-limits.history-entries)"));
        snapshot.members()
                .forEach(member -> member.postgres()
                        .value()
                        .map(facts -> facts.replication().slotsLeftOut())
                        .filter(slots -> slots > 0)
                        .ifPresent(slots -> words.put(
                                "slots " + member.name(),
                                "leaves out " + slots + " replication slots of member " + member.name()
                                        + " (input-limits.slots)")));
        return words;
    }

    private static void tellMember(
            @Nullable ClusterSnapshot before, ClusterSnapshot now, MemberObservation member, List<Event> events) {
        Optional<MemberObservation> old =
                Optional.ofNullable(before).flatMap(b -> b.seen().member(member.name()));
        Diagnosis diagnosis = now.facts().diagnosis(member.name());
        Diagnosis oldDiagnosis =
                before == null || old.isEmpty() ? null : before.facts().diagnosis(member.name());
        if (oldDiagnosis != diagnosis && !isTold(events, member.name(), EventType.MEMBER_DOWN, EventType.MEMBER_BACK)) {
            boolean fine = diagnosis == Diagnosis.OK;
            say(
                    fine ? Level.INFO : Level.WARN,
                    now.cluster(),
                    "member " + member.name() + " at " + member.host() + " " + diagnosis.words(member)
                            + (fine ? "" : why(member)));
        }
        disk(now, member)
                .filter(why ->
                        before == null || old.flatMap(o -> disk(before, o)).isEmpty())
                .ifPresent(why ->
                        say(Level.WARN, now.cluster(), "member " + member.name() + " disk usage is unknown: " + why));
        boolean blank = lacksPrivileges(member);
        if (blank && !old.map(ReportLog::lacksPrivileges).orElse(false)) {
            say(
                    Level.WARN,
                    now.cluster(),
                    "member " + member.name()
                            + " shows only part of its statistics: the role is not a member of pg_monitor; "
                            + SetUp.ADVICE);
        }
    }

    private static String why(MemberObservation member) {
        StringBuilder why = new StringBuilder();
        member.patroni().reason().ifPresent(f -> why.append("; Patroni ").append(f));
        member.postgres().reason().ifPresent(f -> why.append("; PostgreSQL ").append(f));
        return why.toString();
    }

    /** Why it is unknown; empty where that goes without saying, because PostgreSQL does not answer. */
    private static Optional<String> disk(ClusterSnapshot snapshot, MemberObservation member) {
        boolean told = member.sizes().isAnswered() || member.disk().reason().isPresent();
        return told
                ? snapshot.facts()
                        .disk(member.name())
                        .fold(known -> Optional.empty(), unknown -> Optional.of(unknown.reason()))
                : Optional.empty();
    }

    private static boolean lacksPrivileges(MemberObservation member) {
        return member.postgres()
                .value()
                .map(f -> !f.server().monitorPrivileges())
                .orElse(false);
    }

    private static void say(Level level, String cluster, String what) {
        logger.atLevel(level).addKeyValue("cluster", cluster).log("Cluster {}: {}", cluster, what);
    }
}
