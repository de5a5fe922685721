package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How full one member's file systems are, by the first source that tells; or why none does. */
public sealed interface DiskUsage permits DiskUsage.Known, DiskUsage.Unknown {

    /**
     * @param readAt when the source answered, by the daemon's clock
     * @param volumes at least one
     */
    record Known(DiskSource source, Instant readAt, List<Space> volumes) implements DiskUsage {
        public Known {
            volumes = List.copyOf(volumes);
            if (volumes.isEmpty()) {
                throw new IllegalArgumentException("no volume");
            }
        }

        public Space fullest() {
            return volumes.stream()
                    .max(Comparator.comparingDouble(space -> space.volume().usedPercent()))
                    .orElseThrow();
        }

        @Override
        public <R> R fold(Function<Known, R> ifKnown, Function<Unknown, R> ifUnknown) {
            return ifKnown.apply(this);
        }
    }

    /**
     * @param silences every source that was tried, in the order of trying
     * @param expected a source was set up; without one it is no fault that none tells
     */
    record Unknown(List<Silence> silences, boolean expected) implements DiskUsage {
        public Unknown {
            silences = List.copyOf(silences);
        }

        /** One line for people. */
        public String reason() {
            return silences.isEmpty()
                    ? "no source is asked"
                    : silences.stream().map(Silence::toString).collect(Collectors.joining("; "));
        }

        @Override
        public <R> R fold(Function<Known, R> ifKnown, Function<Unknown, R> ifUnknown) {
            return ifUnknown.apply(this);
        }
    }

    /**
     * A source that does not tell, and why.
     *
     * @param source its label, or {@code metrics-url} for whose page that is
     */
    record Silence(String source, Failure failure) {
        @Override
        public String toString() {
            return source + ": " + failure;
        }
    }

    /**
     * One file system.
     *
     * @param fullIn when it will be full at the growth of the last hour; null when it does not grow, or that is not known
     */
    record Space(Volume volume, @Nullable Duration fullIn) {}

    /** The one way to tell the two cases apart. */
    <R> R fold(Function<Known, R> ifKnown, Function<Unknown, R> ifUnknown);

    default Optional<Known> known() {
        return fold(Optional::of, unknown -> Optional.empty());
    }
}
