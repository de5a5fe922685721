package io.greenlang.patroni.monitor.rule;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A condition that holds, for one cluster or one member of it.
 *
 * @param began when the condition was first seen to hold, without a gap since then
 * @param since when it became pending, or firing
 * @param value in the rule's unit; the last known while the facts are unknown
 * @param description one sentence with value, cluster and member
 */
public record Alert(Identity identity, State state, Instant began, Instant since, double value, String description) {
    /** Became what it is as soon as it was seen. */
    public Alert(Identity identity, State state, Instant since, double value, String description) {
        this(identity, state, since, since, value, description);
    }

    /**
     * What tells one alert of a cluster from another.
     *
     * @param member null when the alert is about the cluster
     * @param maintenance a pause or a scheduled switchover makes it meaningless: nobody is to be woken
     */
    public record Identity(
            String name, Severity severity, @Nullable String member, boolean maintenance) {}

    /** How far a condition has come. */
    public enum State {
        /** The condition holds, but not yet for long enough. */
        PENDING("pending"),
        FIRING("firing"),
        /** It fires on because its facts are unknown now: nothing disproves it. */
        HELD("firing");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** The value of the label {@code state}. */
        public String label() {
            return label;
        }
    }

    public String name() {
        return identity.name();
    }

    public Severity severity() {
        return identity.severity();
    }

    /** Null when the alert is about the cluster. */
    public @Nullable String member() {
        return identity.member();
    }

    public boolean isFiring() {
        return state != State.PENDING;
    }

    /**
     * The labels by which Alertmanager tells alerts apart: the same as those of the rule files, so that an alert that
     * reaches it from here and from Prometheus is one alert.
     *
     * @param cluster whose alert it is
     */
    public SortedMap<String, String> labels(String cluster) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("alertname", name());
        labels.put("severity", severity().label());
        labels.put("cluster", cluster);
        String member = identity.member();
        if (member != null) {
            labels.put("member", member);
        }
        if (identity.maintenance()) {
            labels.put("maintenance", "true");
        }
        return Collections.unmodifiableSortedMap(labels);
    }
}
