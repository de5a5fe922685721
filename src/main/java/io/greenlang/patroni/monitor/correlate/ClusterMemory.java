package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.Visibility.Unread;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is remembered of one cluster from round to round: a reload hands it on whole, a restart reads back what of it is
 * {@link Kept}. Nothing else remembers facts about a cluster. One thread at a time.
 */
public final class ClusterMemory {
    /** What lasted before a longer gap may have ended and begun again in it. */
    private static final Duration SHORT_GAP = Duration.ofMinutes(5);

    private final Map<String, Presence> members = new TreeMap<>();
    final Membership membership = new Membership();
    final SettingsMemory settings = new SettingsMemory();
    final Leaders leaders = new Leaders();
    final TrueLag trueLag = new TrueLag();
    final WhatIf whatIf = new WhatIf();
    final LeaderLog leaderLog = new LeaderLog();
    final ArchiveFailures archiveFailures = new ArchiveFailures();
    final BackupWatch backups = new BackupWatch();
    final WalRate walRate = new WalRate();
    final DiskWatch disks = new DiskWatch();
    final UnreadSources unread = new UnreadSources();
    final FreeLock freeLock = new FreeLock();
    final LockSeen.Dispute lockDispute = new LockSeen.Dispute();

    /**
     * What outlives the process. Times are the daemon's; {@code at} tells how old it is.
     *
     * @param at the end of the round after which it was kept
     * @param system PostgreSQL's system identifier; null while no member has told it
     */
    public record Kept(
            Instant at,
            Map<String, Presence> members,
            @Nullable String system,
            Leaders.Kept leaders,
            TrueLag.Kept lag,
            WhatIf.Kept whatIf,
            LeaderLog.Kept leaderLog,
            ArchiveFailures.Kept archiveFailures,
            BackupWatch.Kept backups,
            List<WalRate.Position> walPositions,
            DiskWatch.Kept disks,
            List<Unread> unread,
            @Nullable Instant lockFreeSince) {}

    /** @param at the end of the last round */
    public Kept keep(Instant at) {
        return new Kept(
                at,
                Map.copyOf(members),
                membership.system(),
                leaders.keep(),
                trueLag.keep(),
                whatIf.keep(),
                leaderLog.keep(),
                archiveFailures.keep(),
                backups.keep(),
                walRate.keep(),
                disks.keep(),
                unread.keep(),
                freeLock.keep());
    }

    /**
     * Of a daemon that ended. What had lasted for some time goes on after a gap of five minutes at most. When the clock has
     * been set back since, whatever rests on times is left out: who is known, who led which timeline and what the cluster is
     * stay.
     */
    public static ClusterMemory of(Kept kept, Instant now) {
        ClusterMemory memory = new ClusterMemory();
        memory.members.putAll(kept.members());
        memory.membership.restore(kept.system());
        memory.leaders.restore(kept.leaders());
        memory.leaderLog.restore(kept.leaderLog(), kept.at().isAfter(now) ? null : kept.at());
        memory.backups.restore(kept.backups());
        Duration gap = Duration.between(kept.at(), now);
        if (!gap.isNegative()) {
            memory.restoreTimes(kept);
        }
        if (!gap.isNegative() && gap.compareTo(SHORT_GAP) <= 0) {
            memory.unread.restore(kept.unread());
            memory.freeLock.restore(kept.lockFreeSince(), kept.at());
        }
        return memory;
    }

    private void restoreTimes(Kept kept) {
        trueLag.restore(kept.lag());
        whatIf.restore(kept.whatIf());
        archiveFailures.restore(kept.archiveFailures());
        walRate.restore(kept.walPositions());
        disks.restore(kept.disks());
    }

    /** Everybody who was ever listed, by name; the one who polls adds to it and removes from it. */
    public Map<String, Presence> members() {
        return members;
    }
}
