package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.checklist.ChecklistVerdict;
import java.util.List;

/** The exit statuses of the contract. */
final class ExitCode {
    static final int OK = 0;
    static final int WARNING = 1;
    /** Of the daemon: what may be otherwise at the next try, as an address that is taken. */
    static final int NOT_STARTED = 1;

    static final int USAGE = 2;
    static final int CRITICAL = 3;
    static final int BLIND = 4;
    /** 128 and the number of SIGTERM, which service managers take for an end that they asked for. */
    static final int TERMINATED = 143;

    /** For the help of the commands that go through a checklist. */
    static final String CHECKLIST = "Exit status: 0 go, 1 no-go, 2 usage or configuration, 4 unknown.";

    private ExitCode() {}

    /** A place that can't be looked into may have clusters that nobody watches. */
    static int of(MonitorReport report) {
        int clusters = of(report.clusters().stream().map(ClusterReport::state).toList());
        return clusters == OK && mayHaveMore(report) ? WARNING : clusters;
    }

    /** Where there may be more clusters than were looked at, nobody can say that it is safe. */
    static int ofVerdicts(List<ChecklistVerdict> verdicts, MonitorReport report) {
        int known = ofVerdicts(verdicts);
        return known == OK && mayHaveMore(report) ? BLIND : known;
    }

    private static boolean mayHaveMore(MonitorReport report) {
        return report.discoveries().stream().anyMatch(place -> place.fault() != null);
    }

    /** The worst of all clusters: one that must not be touched, then one of which that can't be told; or none at all. */
    private static int ofVerdicts(List<ChecklistVerdict> verdicts) {
        if (verdicts.contains(ChecklistVerdict.NO_GO)) {
            return WARNING;
        }
        return verdicts.contains(ChecklistVerdict.UNKNOWN) || verdicts.isEmpty() ? BLIND : OK;
    }

    /** The worst of all clusters; blind only when nothing of any could be read. */
    static int of(List<ClusterState> states) {
        if (states.contains(ClusterState.CRITICAL)) {
            return CRITICAL;
        }
        if (states.stream().allMatch(state -> state == ClusterState.BLIND)) {
            return BLIND;
        }
        if (states.contains(ClusterState.BLIND)) {
            return CRITICAL;
        }
        return states.contains(ClusterState.DEGRADED) ? WARNING : OK;
    }
}
