package io.greenlang.patroni.monitor.model;

import java.util.Locale;

/**
 * A member that writes in a split brain without being the leader, and why neither its Patroni nor a watchdog has ended that.
 *
 * @param because for people: whole sentences that go on after "it was not fenced: "
 */
public record Unfenced(String member, Cause cause, String because) {

    /** What explains most, of what is known. */
    public enum Cause {
        /** Its Patroni does not run. */
        PATRONI_DOWN,
        /** Its Patroni gives no sign, or its HA loop stands: it may hang. */
        NO_ANSWER,
        /** Its Patroni says that the cluster is paused. */
        PAUSED,
        /** Its Patroni is in failsafe mode. */
        FAILSAFE_MODE,
        /** Its Patroni says that its watchdog failed. */
        WATCHDOG_FAILED,
        /** Its Patroni is there, and runs a primary without the lock. */
        WITHOUT_LOCK,
        UNKNOWN;

        /** As a value for JSON: lower case with underscores. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** For people, with the member's name. */
    public String words() {
        return cause == Cause.UNKNOWN
                ? "Why %s was not fenced is unknown: %s".formatted(member, because)
                : "%s was not fenced: %s".formatted(member, because);
    }
}
