package io.greenlang.patroni.monitor.model;

import java.util.Map;
import java.util.Optional;

/**
 * A member's tags from its patroni.yml.
 *
 * @param values tag to its JSON value as text; Patroni usually drops tags that are false
 */
public record Tags(Map<String, String> values) {
    public static final Tags NONE = new Tags(Map.of());

    public Tags {
        values = Map.copyOf(values);
    }

    /** May never become leader: {@code nofailover: true}, or {@code failover_priority: 0} (Patroni 3.2.0). */
    public boolean forbidsFailover() {
        return isTrue("nofailover") || "0".equals(values.get("failover_priority"));
    }

    /** Is fed from the archive by design (Patroni 3.3.0), so "not streaming" is no fault. */
    public boolean forbidsStreaming() {
        return isTrue("nostream");
    }

    /** The member that this one is to be fed by: {@code replicatefrom}. */
    public Optional<String> replicateFrom() {
        return Optional.ofNullable(values.get("replicatefrom")).filter(name -> !name.isEmpty());
    }

    private boolean isTrue(String tag) {
        return "true".equalsIgnoreCase(values.get(tag));
    }
}
