package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.Activity.Session;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sessions that hold up vacuum, replay or each other. */
final class TransactionRules {
    static final Rule LONG_TRANSACTION = Rule.graded(
            new Rule.Card(
                    "PatroniLongTransaction",
                    "long-transaction",
                    Unit.SECONDS,
                    StateEffect.WHEN_FIRING,
                    "A transaction has been open for too long",
                    "The oldest transaction on $member of $cluster has been open for $value."),
            "pg_stat_activity_max_tx_duration > $limit",
            (snapshot, level) -> each(snapshot, level, Activity::longestTransaction, TransactionRules::open));

    static final Rule IDLE_IN_TRANSACTION = Rule.graded(
            new Rule.Card(
                    "PatroniIdleInTransaction",
                    "idle-in-transaction",
                    Unit.SECONDS,
                    StateEffect.WHEN_FIRING,
                    "A session does nothing and keeps its transaction open",
                    "A session on $member of $cluster has been idle in its transaction for $value."),
            "pg_stat_activity_max_idle_in_transaction_duration > $limit",
            (snapshot, level) -> each(snapshot, level, Activity::longestIdle, TransactionRules::idle));

    static final Rule BLOCKED_SESSIONS = Rule.graded(
            new Rule.Card(
                    "PatroniBlockedSessions",
                    "blocked-sessions",
                    Unit.SECONDS,
                    StateEffect.WHEN_FIRING,
                    "A session waits for a lock for too long",
                    "A session on $member of $cluster has been waiting for a lock for $value."),
            "pg_stat_activity_max_blocked_duration > $limit",
            (snapshot, level) ->
                    each(snapshot, level, activity -> activity.blocked().longest(), TransactionRules::blocked));

    private TransactionRules() {}

    private interface Words {
        String of(String where, Session session, Activity activity);
    }

    private static List<Finding> each(
            ClusterSnapshot snapshot, Level level, Function<Activity, @Nullable Session> worst, Words words) {
        return EachMember.by(MemberObservation::postgres, snapshot, level, (member, facts) -> {
            Activity activity = facts.activity();
            return Optional.of(
                    activity == null
                            ? level.unknown(member.name(), "without pg_monitor other sessions are not shown")
                            : judge(snapshot, level, member.name(), worst.apply(activity), activity, words));
        });
    }

    private static Finding judge(
            ClusterSnapshot snapshot,
            Level level,
            String member,
            @Nullable Session session,
            Activity activity,
            Words words) {
        if (session == null) {
            return level.clear(member);
        }
        double seconds = Seconds.of(session.age());
        return level.above(member, seconds, () -> words.of(member + " of " + snapshot.cluster(), session, activity));
    }

    private static String open(String where, Session session, Activity activity) {
        return "%s on %s has had a transaction open for %s."
                .formatted(session.words(), where, Figures.time(session.age()));
    }

    private static String idle(String where, Session session, Activity activity) {
        return "%s on %s has been idle in its transaction for %s."
                .formatted(session.words(), where, Figures.time(session.age()));
    }

    private static String blocked(String where, Session session, Activity activity) {
        String blockers = activity.blocked().blockers().stream()
                .map(pid -> pid == 0 ? "a prepared transaction" : "pid " + pid)
                .distinct()
                .collect(Collectors.joining(", "));
        int waiting = activity.blocked().sessions();
        return "%s on %s has been waiting for a lock for %s%s; %s."
                .formatted(
                        session.words(),
                        where,
                        Figures.time(session.age()),
                        blockers.isEmpty() ? "" : ", held by " + blockers,
                        waiting == 1 ? "no other session waits" : waiting + " sessions wait");
    }
}
