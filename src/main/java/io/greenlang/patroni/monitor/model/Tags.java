package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.TagValue.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A member's tags from its patroni.yml, read as Patroni itself reads them: its {@code tags.py}, whose rules differ by
 * version. A version that is not known counts as the newest.
 *
 * @param values as the member publishes them; Patroni drops some of its own tags when they are false
 */
public record Tags(Map<String, TagValue> values) {
    public static final Tags NONE = new Tags(Map.of());

    public Tags {
        values = Map.copyOf(values);
    }

    /**
     * The tag that keeps this member from ever becoming leader, for people; empty when none does. {@code nofailover} decides
     * where it is set, {@code false} included; else a {@code failover_priority} (Patroni 3.2.0) of 0 or less.
     */
    public Optional<String> failoverObstacle(PatroniVersion version) {
        return obstacle("nofailover", "failover_priority", knows(version, 3, 2));
    }

    /**
     * Who wins the race for the leader lock among members that have received the same WAL: the highest. 1 where the tag is
     * not set, is no number, or is not known to this version.
     */
    public int failoverPriority(PatroniVersion version) {
        TagValue rank = values.get("failover_priority");
        return rank == null || !knows(version, 3, 2) ? 1 : rank.wholeNumber().orElse(1);
    }

    /** The same for becoming a synchronous standby: {@code nosync}, else {@code sync_priority} (Patroni 4.1.0). */
    public Optional<String> synchronousObstacle(PatroniVersion version) {
        return obstacle("nosync", "sync_priority", knows(version, 4, 1));
    }

    /** Is fed from the archive by design: {@code nostream} (Patroni 3.3.0). "Not streaming" is then no fault. */
    public boolean forbidsStreaming(PatroniVersion version) {
        TagValue nostream = values.get("nostream");
        return nostream != null && nostream.saysYes() && knows(version, 3, 3);
    }

    /** The member that this one is to be fed by: {@code replicatefrom}. What is no text is nobody's name. */
    public Optional<String> replicateFrom() {
        return Optional.ofNullable(values.get("replicatefrom"))
                .filter(from -> from.kind() == Kind.TEXT)
                .map(TagValue::text)
                .filter(name -> !name.isEmpty());
    }

    private Optional<String> obstacle(String flag, String priority, boolean hasPriority) {
        TagValue set = values.get(flag);
        if (set != null && (set.kind() != Kind.NULL || !hasPriority)) {
            return set.isTruthy() ? Optional.of("tagged " + flag + ": " + set.json()) : Optional.empty();
        }
        TagValue rank = values.get(priority);
        OptionalInt number = rank == null || !hasPriority ? OptionalInt.empty() : rank.wholeNumber();
        return number.isPresent() && number.getAsInt() <= 0
                ? Optional.of("tagged " + priority + ": " + rank)
                : Optional.empty();
    }

    private static boolean knows(PatroniVersion version, int major, int minor) {
        return !version.isKnown() || version.isAtLeast(major, minor, 0);
    }
}
