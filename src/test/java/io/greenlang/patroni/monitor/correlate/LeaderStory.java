package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;

/** Round by round, how n2 takes over from n1. */
final class LeaderStory {
    private final Leaders leaders = new Leaders();
    private final LeaderWatch watch = new LeaderWatch();

    /** The old leader leads, and is well. */
    static Round before(double second) {
        return before(second, Member.primary("n1", 1, 1));
    }

    /** The old leader leads, and looks like this. */
    static Round before(double second, Member oldLeader) {
        return Round.of(second, oldLeader, Member.standby("n2", 1, 1)).leader("n1");
    }

    static Round gap(double second, Member oldLeader) {
        return Round.of(second, oldLeader, Member.standby("n2", 1, 1)).leader(null);
    }

    static Round after(double second, Member oldLeader) {
        return Round.of(second, oldLeader, Member.primary("n2", 2, 1)).leader("n2");
    }

    void observe(Round round) {
        Observation seen = round.seen();
        watch.observe(seen, leaders.decide(seen));
    }

    LeaderChange change() {
        assertThat(watch.changes()).hasSize(1);
        return watch.changes().get(0);
    }
}
