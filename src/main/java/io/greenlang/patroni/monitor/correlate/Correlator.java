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
 * What the answers of one round mean together, and together with the rounds before. One per cluster, because it remembers;
 * to be called once per round, in order, by one thread at a time.
 */
public final class Correlator {
    private final Leaders leaders = new Leaders();
    private final TrueLag trueLag = new TrueLag();
    private final WhatIf whatIf = new WhatIf();
    private final LeaderLog leaderLog = new LeaderLog();
    private final ArchiveFailures archiveFailures;
    private final BackupWatch backups = new BackupWatch();
    private final WalRate walRate = new WalRate();
    private final DiskWatch disks;

    private final Membership membership;
    private final UnreadSources unread = new UnreadSources();
    private final FreeLock freeLock = new FreeLock();
    private @Nullable String system;

    /**
     * @param scope what Patroni calls this cluster
     * @param archiveFailureWindow how long a failed archive attempt counts as recent
     * @param volumeSizeBytes of every member's volume; null when it is not given
     */
    public Correlator(String scope, Duration archiveFailureWindow, @Nullable Long volumeSizeBytes) {
        this.membership = new Membership(scope);
        this.disks = new DiskWatch(volumeSizeBytes);
        this.archiveFailures = new ArchiveFailures(archiveFailureWindow);
    }

    /** PostgreSQL's system identifier of this cluster; null until a member has told it. */
    public @Nullable String systemIdentifier() {
        return membership.system();
    }

    /**
     * Makes one picture of a round.
     *
     * @param round raw; in the picture the answers of strangers are failures
     * @param expectedMembers from the configuration; 0 when none is configured
     */
    public ClusterSnapshot correlate(Observation round, int expectedMembers) {
        Observation seen = membership.admit(AddressOwners.admit(round));
        forgetAnotherSystem();
        Map<String, Diagnosis> diagnoses = Diagnoses.of(seen);
        Leadership leadership = leaders.decide(seen);
        Map<String, ReplicationLag> lag = trueLag.measure(seen, leadership);
        FailoverCandidates rules = new FailoverCandidates(seen, leadership, diagnoses, lag);
        List<FailoverCandidate> candidates = rules.list();
        LeaderRecord leaderRecord = leaderLog.record(seen, leadership);
        ClusterFacts facts = new ClusterFacts(
                leadership,
                lag,
                diagnoses,
                candidates,
                leaderRecord,
                archiveFailures.count(seen),
                backups.look(seen),
                walRate.measure(seen, leadership),
                SettingsDrift.of(seen),
                disks.look(seen),
                visibility(seen, leadership, expectedMembers),
                freeLock.since(seen, leadership, candidates),
                whatIf.forecast(rules, trueLag.ring()));
        return new ClusterSnapshot(seen, facts, expectedMembers);
    }

    private Visibility visibility(Observation seen, Leadership leadership, int expectedMembers) {
        return new Visibility(
                unread.look(seen),
                UnreadSeeds.of(seen, membership.system()),
                FormerLeader.unaccounted(seen, leadership, expectedMembers).orElse(null));
    }

    private void forgetAnotherSystem() {
        String now = membership.system();
        if (system != null && !system.equals(now)) {
            leaders.forget();
        }
        system = now;
    }
}
