package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The newest settings that could be read, through a member or from the DCS itself. They hold until others are read: what can't be
 * read is not Patroni's default. One per cluster, one thread at a time.
 */
final class SettingsMemory {
    private Answer.@Nullable Answered<DynamicConfig> newest;

    /** The cluster was made again: what was remembered is of the old one. */
    void forget() {
        newest = null;
    }

    /** The same round, with what was read last beside what it has read itself. */
    Observation complete(Observation seen) {
        if (seen.dcs().config() instanceof Answer.Answered<DynamicConfig> read
                && (newest == null || !read.received().isBefore(newest.received()))) {
            newest = read;
            return seen;
        }
        return newest == null ? seen : seen.with(seen.members(), seen.dcs().withLastConfig(newest.content()));
    }
}
