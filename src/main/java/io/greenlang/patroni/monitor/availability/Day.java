package io.greenlang.patroni.monitor.availability;

import io.greenlang.patroni.monitor.model.Availability;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * One day of a cluster, in UTC by the wall clock. A day in which that clock was set back is longer than 24 hours.
 *
 * @param time with and without a writable leader, and not observed
 * @param takeovers leader changes that are not known to be planned, in the order in which they were told; at most 20
 * @param moreFailovers those beyond that are known not to be planned; no more is kept of them than that they happened
 * @param moreUnclear those beyond of which nobody knows whether they were planned; the same
 * @param switchovers planned leader changes
 * @param backupsFinished by pgBackRest
 * @param backupsFailed how often pgBackRest began to fail, or to report a problem
 */
public record Day(
        LocalDate date,
        Availability time,
        List<Takeover> takeovers,
        int moreFailovers,
        int moreUnclear,
        int switchovers,
        int backupsFinished,
        int backupsFailed) {
    static final int MOST_TAKEOVERS = 20;

    public Day {
        takeovers = List.copyOf(takeovers);
    }

    static Day empty(LocalDate date) {
        return new Day(date, Availability.NONE, List.of(), 0, 0, 0, 0, 0);
    }

    Day plus(Availability more) {
        return new Day(
                date,
                time.plus(more),
                takeovers,
                moreFailovers,
                moreUnclear,
                switchovers,
                backupsFinished,
                backupsFailed);
    }

    Day plus(Takeover takeover) {
        if (takeovers.size() >= MOST_TAKEOVERS) {
            return new Day(
                    date,
                    time,
                    takeovers,
                    moreFailovers + (takeover.failover() ? 1 : 0),
                    moreUnclear + (takeover.failover() ? 0 : 1),
                    switchovers,
                    backupsFinished,
                    backupsFailed);
        }
        List<Takeover> all = new ArrayList<>(takeovers);
        all.add(takeover);
        return new Day(date, time, all, moreFailovers, moreUnclear, switchovers, backupsFinished, backupsFailed);
    }

    Day plusSwitchover() {
        return new Day(
                date, time, takeovers, moreFailovers, moreUnclear, switchovers + 1, backupsFinished, backupsFailed);
    }

    Day plusBackup(boolean finished) {
        return new Day(
                date,
                time,
                takeovers,
                moreFailovers,
                moreUnclear,
                switchovers,
                backupsFinished + (finished ? 1 : 0),
                backupsFailed + (finished ? 0 : 1));
    }
}
