package io.greenlang.patroni.monitor.simulation;

import static io.greenlang.patroni.monitor.simulation.Frame.CLUSTER_BLIND;
import static io.greenlang.patroni.monitor.simulation.Frame.MEMBER_DOWN;
import static io.greenlang.patroni.monitor.simulation.Frame.SOURCE_UNREAD;

import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.rule.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is asked and not read is never healthy, and is told after two minutes: as a warning, or as critical in the end. */
final class BlindTruth implements Invariant {
    static final String HEALTHY = "never healthy while something that is asked is unread";
    static final String MISSING = "a source that is unread for 2 min is told";
    static final String MISSING_CRITICAL = "the leader's SQL unread for 10 min is critical";

    private static final int WARNING = 24;
    private static final int CRITICAL = 120;
    /** A refused login is tried again half a minute later. */
    private static final int MARGIN = 10;

    private final Streaks streaks = new Streaks();

    @Override
    public List<Breach> check(Frame frame) {
        List<Breach> breaches = new ArrayList<>();
        healthy(frame).ifPresent(breaches::add);
        frame.world().machines.forEach(machine -> breaches.addAll(missing(frame, machine)));
        return breaches;
    }

    private static Optional<Breach> healthy(Frame frame) {
        Optional<String> unread = frame.seen().members().stream()
                .filter(member -> isUnread(member))
                .map(member -> member.name() + " " + member.patroni().reason()
                        + member.postgres().reason())
                .findFirst();
        return Invariant.breachIf(
                unread.isPresent() && frame.report().state() == ClusterState.HEALTHY,
                HEALTHY,
                frame,
                () -> "healthy although unread: " + unread.orElse(""));
    }

    private static boolean isUnread(MemberObservation member) {
        return member.patroni().reason().isPresent()
                || member.postgres().reason().isPresent();
    }

    private List<Breach> missing(Frame frame, Machine machine) {
        boolean seeing = frame.report().state() != ClusterState.BLIND;
        boolean rest = seeing
                && frame.shown(machine).flatMap(m -> m.patroni().reason()).isPresent();
        boolean sql = seeing
                && frame.shown(machine).flatMap(m -> m.postgres().reason()).isPresent();
        boolean one = streaks.extend("rest", machine, rest) > WARNING + MARGIN;
        boolean other = streaks.extend("sql", machine, sql) > WARNING + MARGIN;
        boolean told = frame.fires(SOURCE_UNREAD, machine.name)
                || !frame.alerts(MEMBER_DOWN, machine.name).isEmpty()
                || !frame.alerts(CLUSTER_BLIND).isEmpty();
        boolean leads = machine.name.equals(frame.facts().leadership().leader());
        boolean leaders = streaks.extend("leader", machine, sql && leads && machine.writes()) > CRITICAL + MARGIN;
        boolean toldAsCritical = frame.report().alerts().stream()
                .filter(alert -> alert.severity() == Severity.CRITICAL)
                .anyMatch(Alert::isFiring);
        return Invariant.all(
                Invariant.breachIf(
                        (one || other) && !told, MISSING, frame, () -> machine.name + ": " + frame.alertsInWords()),
                Invariant.breachIf(leaders && !toldAsCritical, MISSING_CRITICAL, frame, frame::alertsInWords));
    }
}
