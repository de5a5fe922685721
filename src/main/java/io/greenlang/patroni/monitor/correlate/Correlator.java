package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.ClusterFacts;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.model.Visibility;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the answers of one round mean together, and together with the rounds before. One per cluster and
 * memory; to be called once per round, in order, by one thread at a time.
 */
public final class Correlator {
    private final String scope;
    private final Duration archiveFailureWindow;
    private final @Nullable Long volumeSizeBytes;
    private final ClusterMemory memory;
    private @Nullable String system;

    /** Of a cluster of which nothing is remembered. */
    public Correlator(String scope, Duration archiveFailureWindow, @Nullable Long volumeSizeBytes) {
        this(scope, archiveFailureWindow, volumeSizeBytes, new ClusterMemory());
    }

    /**
     * @param scope what Patroni calls this cluster
     * @param archiveFailureWindow how long a failed archive attempt counts as recent
     * @param volumeSizeBytes of every member's volume; null when it is not given
     * @param memory of the rounds before; this one's own from now on
     */
    public Correlator(
            String scope, Duration archiveFailureWindow, @Nullable Long volumeSizeBytes, ClusterMemory memory) {
        this.scope = scope;
        this.archiveFailureWindow = archiveFailureWindow;
        this.volumeSizeBytes = volumeSizeBytes;
        this.memory = memory;
        this.system = memory.membership.system();
    }

    /** PostgreSQL's system identifier of this cluster; null until a member has told it. */
    public @Nullable String systemIdentifier() {
        return memory.membership.system();
    }

    /**
     * Makes one picture of a round.
     *
     * @param round raw; in the picture the answers of strangers are failures
     * @param expectedMembers from the configuration; 0 when none is configured
     */
    public ClusterSnapshot correlate(Observation round, int expectedMembers) {
        Observation seen = memory.membership.admit(AddressOwners.admit(round), scope);
        forgetAnotherSystem();
        Map<String, Diagnosis> diagnoses = Diagnoses.of(seen);
        Leadership leadership = memory.leaders.decide(seen);
        Map<String, ReplicationLag> lag = memory.trueLag.measure(seen, leadership);
        List<FailoverCandidate> candidates = new FailoverCandidates(seen, leadership, diagnoses, lag).list();
        LeaderRecord leaderRecord = memory.leaderLog.record(seen, leadership);
        ClusterFacts facts = new ClusterFacts(
                leadership,
                lag,
                diagnoses,
                candidates,
                leaderRecord,
                memory.archiveFailures.count(seen, archiveFailureWindow),
                memory.backups.look(seen),
                memory.walRate.measure(seen, leadership),
                SettingsDrift.of(seen),
                memory.disks.look(seen, volumeSizeBytes),
                visibility(seen, leadership, expectedMembers),
                memory.freeLock.since(seen, leadership, candidates));
        return new ClusterSnapshot(seen, facts, expectedMembers);
    }

    private Visibility visibility(Observation seen, Leadership leadership, int expectedMembers) {
        return new Visibility(
                memory.unread.look(seen),
                UnreadSeeds.of(seen, memory.membership.system()),
                FormerLeader.unaccounted(seen, leadership, expectedMembers).orElse(null));
    }

    private void forgetAnotherSystem() {
        String now = memory.membership.system();
        if (system != null && !system.equals(now)) {
            memory.leaders.forget();
        }
        system = now;
    }
}
