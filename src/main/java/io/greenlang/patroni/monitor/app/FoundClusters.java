package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.source.dcs.FoundCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters there are in one place, look by look. One that is gone from the DCS is given up only after several looks and
 * some minutes in which others were still there, and its own members were silent: a DCS that is away or empty, or that comes
 * back from an old snapshot for a moment, removes nobody. For one thread at a time.
 */
final class FoundClusters {
    /** Where it is kept what was found, by the name of the place. */
    interface Memory {
        Memory NONE = new Memory() {
            @Override
            public List<FoundCluster> recall(String place) {
                return List.of();
            }

            @Override
            public void keep(String place, List<FoundCluster> known) {
                // of one look nothing is kept
            }
        };

        /** What was kept last; empty when nothing was. */
        List<FoundCluster> recall(String place);

        void keep(String place, List<FoundCluster> known);
    }

    /** As many as one monitor takes from one place. */
    static final int MOST = 1000;

    static final Duration GONE_AFTER = Duration.ofMinutes(5);
    private static final int LOOKS_WITHOUT = 3;

    private final Predicate<String> wanted;
    private final Predicate<FoundCluster> answers;
    private final Map<FoundCluster, Missing> known = new TreeMap<>();
    private int leftOut;
    private @Nullable Failure failure;

    /** @param since of the first look without it; null while it is there */
    private record Missing(int looks, @Nullable Instant since) {
        static final Missing NOT = new Missing(0, null);

        Missing again(Instant now) {
            return new Missing(looks + 1, since == null ? now : since);
        }

        boolean isOver(Instant now) {
            return looks >= LOOKS_WITHOUT
                    && since != null
                    && !since.plus(GONE_AFTER).isAfter(now);
        }
    }

    /**
     * @param wanted of the scopes
     * @param answers a member of it does, whatever the DCS says: such a one is never given up
     */
    FoundClusters(Predicate<String> wanted, Predicate<FoundCluster> answers) {
        this.wanted = wanted;
        this.answers = answers;
    }

    /** They were there when somebody looked before. */
    void restore(Collection<FoundCluster> before) {
        before.stream().filter(this::isWanted).limit(MOST).forEach(one -> known.put(one, Missing.NOT));
    }

    /** @return whether other clusters are known now */
    boolean learn(Answer<Set<FoundCluster>> look, Instant now) {
        failure = look.reason().orElse(null);
        Set<FoundCluster> before = known();
        look.value().ifPresent(found -> take(found, now));
        return !before.equals(known.keySet());
    }

    private void take(Set<FoundCluster> found, Instant now) {
        if (found.stream().noneMatch(this::isWanted) && !known.isEmpty()) {
            failure = new Failure(FailureKind.BAD_ANSWER, "no cluster is there any more, which is not believed");
            return;
        }
        known.replaceAll((one, missing) -> found.contains(one) ? Missing.NOT : missing.again(now));
        known.entrySet().removeIf(one -> one.getValue().isOver(now) && !answers.test(one.getKey()));
        leftOut = 0;
        found.stream()
                .filter(this::isWanted)
                .filter(one -> !known.containsKey(one))
                .sorted()
                .forEach(one -> {
                    if (known.size() < MOST) {
                        known.put(one, Missing.NOT);
                    } else {
                        leftOut++;
                    }
                });
    }

    private boolean isWanted(FoundCluster one) {
        return wanted.test(one.scope());
    }

    /** In order. */
    Set<FoundCluster> known() {
        return new TreeSet<>(known.keySet());
    }

    int leftOut() {
        return leftOut;
    }

    /** Of the last look; null when it went well, or there was none. */
    @Nullable Failure failure() {
        return failure;
    }
}
