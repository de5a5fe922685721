package io.greenlang.patroni.monitor.source.dcs;

import io.greenlang.patroni.monitor.config.DcsConfig;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.Answer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Looks into a directory, whatever the DCS is. */
final class Looks {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private Looks() {}

    static DcsDirectory directory(DcsConfig config) {
        return new DcsSources(Clock.systemUTC()).directory(config, InputLimits.DEFAULTS);
    }

    /** A single one. */
    static Answer<Listing> into(DcsConfig config) {
        try (DcsDirectory directory = directory(config)) {
            return directory.clusters(TIMEOUT);
        }
    }

    /** In order. */
    static List<String> names(Answer<Listing> found) {
        return found.value().orElseThrow().clusters().stream()
                .map(FoundCluster::toString)
                .sorted()
                .toList();
    }
}
