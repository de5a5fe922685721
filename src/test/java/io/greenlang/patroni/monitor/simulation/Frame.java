package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.model.ClusterFacts;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One round: the truth, what the daemon saw of it, and what it says.
 *
 * @param world the truth of this round, and only until the next one
 * @param later the report as it is told shortly before the next round
 */
record Frame(World world, Observation seen, ClusterFacts facts, ClusterReport report, ClusterReport later) {
    static final String SPLIT_BRAIN = "PatroniSplitBrain";
    static final String NO_LEADER = "PatroniNoLeader";
    static final String DCS_READ_ONLY = "PatroniDcsReadOnly";
    static final String MEMBER_DOWN = "PatroniMemberDown";
    static final String CLUSTER_BLIND = "PatroniClusterBlind";
    static final String SOURCE_UNREAD = "PatroniMonitorSourceUnread";
    static final String PRIVILEGES = "PatroniMonitorPrivileges";

    int round() {
        return world.round;
    }

    /** How many rounds a rule's {@code for} is. */
    static int pending(String configKey) {
        Thresholds thresholds = Snapshots.thresholds();
        Limit limit = thresholds
                .critical(configKey)
                .or(() -> thresholds.warning(configKey))
                .orElseThrow();
        return (int) Math.ceil((double) limit.pendingFor().toMillis() / World.ROUND.toMillis());
    }

    List<Alert> alerts(String alertName) {
        return report.alerts().stream()
                .filter(alert -> alert.name().equals(alertName))
                .toList();
    }

    List<Alert> alerts(String alertName, String member) {
        return alerts(alertName).stream()
                .filter(alert -> member.equals(alert.member()))
                .toList();
    }

    boolean fires(String alertName) {
        return alerts(alertName).stream().anyMatch(Alert::isFiring);
    }

    boolean fires(String alertName, String member) {
        return alerts(alertName, member).stream().anyMatch(Alert::isFiring);
    }

    Set<String> writers() {
        return world.writers();
    }

    Optional<MemberObservation> shown(Machine machine) {
        return seen.member(machine.name);
    }

    /** Its own PostgreSQL was read by SQL in this round. */
    boolean readsSql(Machine machine) {
        return !machine.has(Trouble.ADDRESS_REUSED)
                && shown(machine).filter(m -> m.postgres().isAnswered()).isPresent();
    }

    boolean readsPatroni(Machine machine) {
        return shown(machine).filter(m -> m.patroni().isAnswered()).isPresent();
    }

    /** Nothing listens on its port, or it is not open yet: that is proof that it takes no writes. */
    boolean provesDown(Machine machine) {
        return shown(machine)
                .flatMap(m -> m.postgres().reason())
                .filter(f -> f.kind() == FailureKind.REFUSED || f.kind() == FailureKind.STARTING)
                .isPresent();
    }

    boolean viewAnswered() {
        return seen.dcs().view().isAnswered();
    }

    String alertsInWords() {
        StringBuilder words = new StringBuilder(report.state().label());
        for (Alert alert : report.alerts()) {
            words.append(", ").append(alert.name());
            words.append(alert.member() == null ? "" : "(" + alert.member() + ")");
            words.append(alert.identity().maintenance() ? " in maintenance " : " ");
            words.append(alert.severity().label()).append(' ').append(alert.state());
        }
        return words.toString();
    }
}
