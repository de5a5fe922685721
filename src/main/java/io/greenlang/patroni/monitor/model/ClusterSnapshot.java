package io.greenlang.patroni.monitor.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The one snapshot of a cluster that everybody answers from: what was seen in one round, and what it means.
 *
 * @param expectedMembers from the configuration; 0 when none is configured
 */
public record ClusterSnapshot(Observation seen, ClusterFacts facts, int expectedMembers) {
    public String cluster() {
        return seen.cluster();
    }

    /** The "now" of this snapshot. */
    public Instant at() {
        return seen.finished();
    }

    /** By which its times are told to people and other programs. */
    public ClockOffset wall() {
        return seen.wall();
    }

    /** The same snapshot, where the wall clock has moved since. */
    public ClusterSnapshot withWall(ClockOffset now) {
        return now.equals(wall()) ? this : new ClusterSnapshot(seen.withWall(now), facts, expectedMembers);
    }

    /** How a member's clock differs from the wall clock of the monitor's host; empty when it is unknown. */
    public Optional<ClockSkew> clockSkew(MemberObservation member) {
        return member.hostClock().map(clock -> new ClockSkew(clock.ahead().minus(wall().ahead())));
    }

    /** How long before this snapshot something happened; never negative, though clocks differ. */
    public Duration ageOf(Instant happened) {
        Duration age = Duration.between(happened, at());
        return age.isNegative() ? Duration.ZERO : age;
    }

    public List<MemberObservation> members() {
        return seen.members();
    }

    public boolean isBlind() {
        return facts.leadership().blind();
    }
}
