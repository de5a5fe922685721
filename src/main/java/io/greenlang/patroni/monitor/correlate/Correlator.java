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
    /** What is taken for watched between two rounds is at least this. */
    private static final Duration LEAST_STEP = Duration.ofMinutes(1);

    private final Settings settings;
    private final ClusterMemory memory;

    /**
     * @param scope what Patroni calls this cluster
     * @param interval between two rounds
     * @param archiveFailureWindow how long a failed archive attempt counts as recent
     * @param volumeSizeBytes of every member's volume; null when it is not given
     */
    public record Settings(
            String scope,
            Duration interval,
            Duration archiveFailureWindow,
            @Nullable Long volumeSizeBytes) {}

    /** @param memory of the rounds before; this one's own from now on */
    public Correlator(Settings settings, ClusterMemory memory) {
        this.settings = settings;
        this.memory = memory;
    }

    /** PostgreSQL's system identifier of this cluster; null until a member has told it. */
    public @Nullable String systemIdentifier() {
        return memory.membership.system();
    }

    /**
     * Makes one snapshot of a round.
     *
     * @param round raw; in the snapshot the answers of strangers are failures
     * @param expectedMembers from the configuration; 0 when none is configured
     */
    public ClusterSnapshot correlate(Observation round, int expectedMembers) {
        String systemBefore = memory.membership.system();
        Observation admitted = memory.membership.admit(AddressOwners.admit(round), settings.scope());
        forgetAnotherSystem(systemBefore);
        Observation seen = memory.settings.complete(admitted);
        Map<String, Diagnosis> diagnoses = Diagnoses.of(seen);
        Leadership leadership = memory.leaders.decide(seen);
        Map<String, ReplicationLag> lag = memory.trueLag.measure(seen, leadership);
        FailoverCandidates rules = new FailoverCandidates(seen, leadership, diagnoses, lag);
        List<FailoverCandidate> candidates = rules.list();
        LeaderRecord leaderRecord = memory.leaderLog.record(seen, leadership, farthest());
        ClusterFacts facts = new ClusterFacts(
                leadership,
                lag,
                diagnoses,
                candidates,
                leaderRecord,
                memory.archiveFailures.count(seen, settings.archiveFailureWindow()),
                memory.backups.look(seen),
                memory.walRate.measure(seen, leadership),
                SettingsDrift.of(seen),
                memory.disks.look(seen, settings.volumeSizeBytes()),
                visibility(seen, leadership, leaderRecord, expectedMembers),
                memory.freeLock.since(seen, leadership, candidates, farthest()),
                memory.whatIf.forecast(rules, memory.trueLag.ring()),
                memory.lockDispute.look(seen).orElse(null),
                ClientRoutes.of(seen, leadership, memory.membership.system()));
        return new ClusterSnapshot(seen, facts, expectedMembers);
    }

    /** A round may be late, and one may be skipped. */
    private Duration farthest() {
        Duration three = settings.interval().multipliedBy(3);
        return three.compareTo(LEAST_STEP) > 0 ? three : LEAST_STEP;
    }

    private Visibility visibility(
            Observation seen, Leadership leadership, LeaderRecord leaderRecord, int expectedMembers) {
        return new Visibility(
                memory.unread.look(seen),
                UnreadSources.seeds(seen, memory.membership.system()),
                FormerLeader.unaccounted(seen, leadership, leaderRecord.last(), expectedMembers)
                        .orElse(null));
    }

    private void forgetAnotherSystem(@Nullable String before) {
        if (before != null && !before.equals(memory.membership.system())) {
            memory.leaders.forget();
            memory.settings.forget();
        }
    }
}
