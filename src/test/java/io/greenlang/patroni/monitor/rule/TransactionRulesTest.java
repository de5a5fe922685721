package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.Activity.Blocked;
import io.greenlang.patroni.monitor.model.Activity.Prepared;
import io.greenlang.patroni.monitor.model.Activity.Session;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TransactionRulesTest {
    private static final Blocked NOBODY = new Blocked(0, null, List.of());

    @ParameterizedTest
    @CsvSource({"1800, clear, clear", "1801, holds, clear", "7200, holds, clear", "7201, holds, holds"})
    void measuresTheOldestTransaction(int seconds, String warning, String critical) {
        Snapshots snapshot = with("node2", new Activity(session(seconds), null, NOBODY, none(), Map.of()));

        assertThat(Verdicts.warning(TransactionRules.LONG_TRANSACTION, "node2", snapshot))
                .isEqualTo(warning);
        assertThat(Verdicts.critical(TransactionRules.LONG_TRANSACTION, "node2", snapshot))
                .isEqualTo(critical);
        assertThat(Verdicts.warning(TransactionRules.LONG_TRANSACTION, "node1", snapshot))
                .isEqualTo("clear");
    }

    @ParameterizedTest
    @CsvSource({"300, clear, clear", "301, holds, clear", "900, holds, clear", "901, holds, holds"})
    void measuresTheLongestIdlenessInATransaction(int seconds, String warning, String critical) {
        Snapshots snapshot = with("node1", new Activity(null, session(seconds), NOBODY, none(), Map.of()));

        assertThat(Verdicts.warning(TransactionRules.IDLE_IN_TRANSACTION, "node1", snapshot))
                .isEqualTo(warning);
        assertThat(Verdicts.critical(TransactionRules.IDLE_IN_TRANSACTION, "node1", snapshot))
                .isEqualTo(critical);
    }

    @ParameterizedTest
    @CsvSource({"120, clear, clear", "121, holds, clear", "600, holds, clear", "601, holds, holds"})
    void measuresTheLongestWaitForALock(int seconds, String warning, String critical) {
        Snapshots snapshot = with("node1", waiting(new Blocked(1, session(seconds), List.of(7))));

        assertThat(Verdicts.warning(TransactionRules.BLOCKED_SESSIONS, "node1", snapshot))
                .isEqualTo(warning);
        assertThat(Verdicts.critical(TransactionRules.BLOCKED_SESSIONS, "node1", snapshot))
                .isEqualTo(critical);
    }

    @Test
    void namesTheSession() {
        Snapshots snapshot = with("node1", new Activity(session(7300), session(1000), NOBODY, none(), Map.of()));

        assertThat(description(TransactionRules.LONG_TRANSACTION, snapshot))
                .isEqualTo(
                        "pid 4711 (shop@greenlang, psql) on node1 of greenlang-cluster has had a transaction open for"
                                + " 2 h 1 min.");
        assertThat(description(TransactionRules.IDLE_IN_TRANSACTION, snapshot))
                .isEqualTo(
                        "pid 4711 (shop@greenlang, psql) on node1 of greenlang-cluster has been idle in its transaction"
                                + " for 16 min.");
    }

    @Test
    void namesWhoHoldsTheLock() {
        assertThat(description(
                        TransactionRules.BLOCKED_SESSIONS,
                        with("node1", waiting(new Blocked(3, session(660), List.of(71, 0, 0))))))
                .isEqualTo(
                        "pid 4711 (shop@greenlang, psql) on node1 of greenlang-cluster has been waiting for a lock for"
                                + " 11 min, held by pid 71, a prepared transaction; 3 sessions wait.");
        assertThat(description(
                        TransactionRules.BLOCKED_SESSIONS,
                        with("node1", waiting(new Blocked(1, session(660), List.of())))))
                .endsWith("for 11 min; no other session waits.");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void knowsNothingOfSessionsThatItIsNotShown(Rule rule) {
        assertThat(Verdicts.warning(rule, "node1", with("node1", null))).isEqualTo("unknown");
        assertThat(Verdicts.warning(
                        rule, "node1", Snapshots.healthy().member("node1", m -> m.postgresFails(FailureKind.TIMEOUT))))
                .isEqualTo("unknown");
    }

    static List<Rule> rules() {
        return List.of(
                TransactionRules.LONG_TRANSACTION,
                TransactionRules.IDLE_IN_TRANSACTION,
                TransactionRules.BLOCKED_SESSIONS);
    }

    private static String description(Rule rule, Snapshots snapshot) {
        return Verdicts.holding(rule, Severity.CRITICAL, "node1", snapshot).description();
    }

    private static Snapshots with(String member, Activity activity) {
        return Snapshots.healthy().member(member, m -> m.activity(activity));
    }

    private static Activity waiting(Blocked blocked) {
        return new Activity(null, null, blocked, none(), Map.of());
    }

    private static Prepared none() {
        return new Prepared(0, null);
    }

    private static Session session(int seconds) {
        return new Session(4711, "shop", "greenlang", "psql", Duration.ofSeconds(seconds));
    }
}
