package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.model.Failure;
import java.net.URI;
import java.util.List;

/** Of seeds alone, none tells which cluster it belongs to: there is nothing to see, which is no mistake of the user's. */
final class SilentSeedsException extends ConfigException {
    private static final long serialVersionUID = 1;

    private final transient List<Silent> seeds;

    /** @param seeds empty when none had its time to answer */
    SilentSeedsException(List<Silent> seeds) {
        super(
                seeds.isEmpty()
                        ? List.of("interrupted before a seed answered")
                        : seeds.stream().map(Silent::toString).toList());
        this.seeds = List.copyOf(seeds);
    }

    List<Silent> seeds() {
        return seeds;
    }

    /** A seed, and why it told nothing. */
    record Silent(URI seed, Failure failure) {
        @Override
        public String toString() {
            return "--seed " + seed + ": " + failure;
        }
    }
}
