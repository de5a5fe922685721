package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.ClusterFacts;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the answers of one round mean together, and together with the rounds before. One per cluster, because it remembers;
 * to be called once per round, in order, by one thread at a time.
 */
public final class Correlator {
    private final Leaders leaders = new Leaders();
    private final TrueLag trueLag = new TrueLag();
    private final LeaderLog leaderLog = new LeaderLog();
    private final ArchiveFailures archiveFailures;
    private final BackupWatch backups = new BackupWatch();
    private final WalRate walRate = new WalRate();
    private final DiskWatch disks;

    /**
     * @param archiveFailureWindow how long a failed archive attempt counts as recent
     * @param volumeSizeBytes of every member's volume; null when it is not given
     */
    public Correlator(Duration archiveFailureWindow, @Nullable Long volumeSizeBytes) {
        this.disks = new DiskWatch(volumeSizeBytes);
        this.archiveFailures = new ArchiveFailures(archiveFailureWindow);
    }

    public ClusterFacts correlate(Observation seen) {
        Leadership leadership = leaders.decide(seen);
        Map<String, ReplicationLag> lag = trueLag.measure(seen, leadership);
        Map<String, Diagnosis> diagnoses = Diagnoses.of(seen);
        List<FailoverCandidate> candidates = new FailoverCandidates(seen, leadership, diagnoses, lag).list();
        LeaderRecord leaderRecord = leaderLog.record(seen, leadership);
        return new ClusterFacts(
                leadership,
                lag,
                diagnoses,
                candidates,
                leaderRecord,
                archiveFailures.count(seen),
                backups.look(seen),
                walRate.measure(seen, leadership),
                SettingsDrift.of(seen),
                disks.look(seen));
    }
}
