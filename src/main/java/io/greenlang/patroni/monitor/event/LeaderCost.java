package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.Lsn;
import org.jspecify.annotations.Nullable;

/**
 * What an event of the type {@code leader_change} says of the WAL that was lost.
 *
 * @param bytes null when that is unknown
 * @param atLeast {@code bytes} is a lower bound
 * @param knownBy null when it is unknown
 */
public record LeaderCost(
        @Nullable Long bytes, boolean atLeast, @Nullable String knownBy) {
    private static final String EXACT = "lost_bytes";
    private static final String AT_LEAST = "lost_bytes_at_least";
    private static final String KNOWN_BY = "lost_bytes_known_by";

    public static LeaderCost of(Event leaderChange) {
        Long exact = number(leaderChange, EXACT);
        Long least = number(leaderChange, AT_LEAST);
        Object knownBy = leaderChange.data().get(KNOWN_BY);
        return new LeaderCost(
                exact != null ? exact : least,
                exact == null && least != null,
                knownBy instanceof String words ? words : null);
    }

    /** Time without a writable leader, in seconds; null when it is unknown. */
    public static @Nullable Double secondsWithout(Event leaderChange) {
        return leaderChange.data().get(LeaderChanged.SECONDS) instanceof Number seconds
                ? Double.valueOf(seconds.doubleValue())
                : null;
    }

    private static @Nullable Long number(Event event, String name) {
        return event.data().get(name) instanceof Number bytes ? Long.valueOf(bytes.longValue()) : null;
    }

    /**
     * What a leader change cost: how far the old leader was seen to write, against the point at which the new timeline left the
     * old one. What was written after the last look is not seen, so that a difference is a lower bound, and none proves nothing.
     * That nothing was lost is proved by a shutdown in order, or by a synchronous standby that took over.
     *
     * @param switchpoint null when {@code /history} does not tell it
     * @param lastSeen null when the old leader's position was not seen
     */
    record LostWal(@Nullable Lsn switchpoint, @Nullable Lsn lastSeen, Certainty planned, boolean synchronous) {
        private long beyond() {
            return switchpoint == null || lastSeen == null ? 0 : Math.max(0, lastSeen.minus(switchpoint));
        }

        private boolean isOrderly() {
            return planned == Certainty.YES && switchpoint != null && lastSeen != null && beyond() == 0;
        }

        String words() {
            if (synchronous) {
                return "no acknowledged commit was lost (the new leader was a synchronous standby)";
            }
            if (beyond() > 0) {
                return "at least " + Figures.bytes(beyond()) + " of WAL were lost";
            }
            return isOrderly()
                    ? "no WAL was lost (the old leader shut down in order)"
                    : "how much WAL was lost is unknown (" + doubt() + ")";
        }

        private String doubt() {
            if (switchpoint == null) {
                return "the switchpoint is not in /history";
            }
            return lastSeen == null
                    ? "the position of the old leader was not seen"
                    : "nothing beyond the switchpoint was seen, and the old leader may have written on";
        }

        void into(Data data) {
            data.with("switchpoint", switchpoint == null ? null : switchpoint.toString());
            data.with("last_seen_position", lastSeen == null ? null : lastSeen.toString());
            if (synchronous) {
                data.with(EXACT, 0L).with(KNOWN_BY, "synchronous standby");
            } else if (beyond() > 0) {
                data.with(AT_LEAST, beyond()).with(KNOWN_BY, "last seen position");
            } else if (isOrderly()) {
                data.with(EXACT, 0L).with(KNOWN_BY, "orderly shutdown");
            }
        }
    }
}
