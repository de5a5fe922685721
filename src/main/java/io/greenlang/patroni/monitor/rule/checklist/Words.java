package io.greenlang.patroni.monitor.rule.checklist;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import java.time.Duration;
import java.util.Collection;

/** Phrases that several items need, and when they hold. */
final class Words {
    static final String BLIND = "no member could be read";

    static final String SQL_OFF = "only SQL could tell, which is off";

    private Words() {}

    /** No member's PostgreSQL was asked. */
    static boolean isSqlOff(ClusterSnapshot snapshot) {
        return !snapshot.members().isEmpty()
                && snapshot.members().stream().allMatch(member -> member.postgres() instanceof Answer.NotAsked);
    }

    /** A configured time as it is written there: {@code 10 s}, {@code 26 h}. */
    static String limit(Duration limit) {
        if (limit.toMinutes() * 60_000 != limit.toMillis()) {
            return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
        }
        return limit.toHours() * 60 == limit.toMinutes() ? limit.toHours() + " h" : limit.toMinutes() + " min";
    }

    static String list(Collection<String> names) {
        return String.join(", ", names);
    }
}
