package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** One member within its cluster's snapshot. */
record SeenMember(ClusterSnapshot cluster, MemberObservation seen) {
    static Stream<SeenMember> allOf(ClusterSnapshot cluster) {
        return cluster.members().stream().map(member -> new SeenMember(cluster, member));
    }

    String name() {
        return seen.name();
    }

    Stream<PatroniStatus> patroni() {
        return seen.patroni().value().stream();
    }

    Stream<PostgresFacts> postgres() {
        return seen.postgres().value().stream();
    }

    /** Sizes are kept between two slow readings, but not beyond the PostgreSQL that they are about. */
    Stream<PostgresSizes> sizes() {
        return seen.postgres().isAnswered() ? seen.sizes().value().stream() : Stream.empty();
    }

    /** Kept as the sizes are. */
    Stream<TimescaleFacts> timescale() {
        return seen.postgres().isAnswered() ? seen.timescale().value().stream() : Stream.empty();
    }

    /** From any source that shows it, though PostgreSQL may not answer. */
    Optional<DiskUsage.Known> disk() {
        return cluster.facts().disk(name()).known();
    }

    /** How long before the snapshot something happened; never negative, though clocks differ. */
    Duration age(Instant happened) {
        return cluster.ageOf(happened);
    }
}
