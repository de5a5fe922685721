package io.greenlang.patroni.monitor.config;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/** Every rule by its key below {@code thresholds}, and what its limits are written as. Defaults: reference.conf. */
final class RuleLimits {
    private static final Format<Double> SECONDS = Quantities.numberFromZero("seconds");
    private static final Format<Double> BYTES = Quantities.SIZE;
    private static final Format<Double> PERCENT = Quantities.percent();
    private static final Format<Double> COUNT =
            Quantities.wholeNumber(0, 1_000_000).map(Integer::doubleValue);
    private static final Format<Double> PRESENCE = new Format<>("on", RuleLimits::presence);

    /** Rules with a number to exceed; one whose condition is just there or not has 0. */
    static final Map<String, Format<Double>> BY_VALUE = Map.ofEntries(
            entry("replication-lag-seconds", SECONDS),
            entry("replication-lag-bytes", BYTES),
            entry("connection-usage", PERCENT),
            entry("disk-usage", PERCENT),
            entry("wal-archive-failures", COUNT),
            entry("wal-archive-backlog", COUNT),
            entry("failovers", COUNT),
            entry("dcs-stale", Quantities.numberFromZero("percent")),
            entry("poll-failing", COUNT),
            entry("backup-too-old", Quantities.numberFromZero("percent")),
            entry("slot-wal-retention", BYTES),
            entry("xid-wraparound", PERCENT),
            entry("clock-skew", SECONDS),
            entry("long-transaction", SECONDS),
            entry("idle-in-transaction", SECONDS),
            entry("blocked-sessions", SECONDS),
            entry("slot-lost", PRESENCE),
            entry("checksum-failures", PRESENCE),
            entry("backup-failed", PRESENCE),
            entry("timescale-job-failing", COUNT),
            entry("split-brain", PRESENCE),
            entry("no-leader", PRESENCE),
            entry("cluster-blind", PRESENCE),
            entry("member-down", PRESENCE),
            entry("members-missing", PRESENCE),
            entry("replica-not-streaming", PRESENCE),
            entry("timeline-diverged", PRESENCE),
            entry("no-failover-candidate", PRESENCE),
            entry("sync-standby-missing", PRESENCE),
            entry("failsafe-active", PRESENCE),
            entry("dcs-read-only", PRESENCE),
            entry("dcs-unhealthy", PRESENCE),
            entry("client-endpoint-down", PRESENCE),
            entry("client-endpoint-misrouted", PRESENCE),
            entry("privileges", PRESENCE));

    /** Rules whose limit is how long the condition lasts. */
    static final Set<String> BY_AGE = Set.of("paused", "pending-restart", "source-unread");

    /** Rules that hold below a time that is left: the critical limit is the shorter one. */
    static final Set<String> BY_TIME_LEFT = Set.of("certificate-expiring");

    private RuleLimits() {}

    private static double presence(String text) throws Refused {
        if (!Texts.SWITCH.parse(text)) {
            throw new Refused("is off");
        }
        return 0;
    }
}
