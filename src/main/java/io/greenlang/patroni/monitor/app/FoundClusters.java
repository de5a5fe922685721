package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.source.dcs.FoundCluster;
import io.greenlang.patroni.monitor.source.dcs.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters there are in one place, look by look, in the order in which they were found. One that is gone from the DCS is
 * given up only after several looks and some minutes in which others were still there, and its own members were silent: a DCS that
 * is away or empty, or that comes back from an old snapshot for a moment, removes nobody. One that a store has never had is not
 * gone from it: a DCS that was made new, or restored from a backup, removes nobody either. For one thread at a time.
 */
final class FoundClusters {
    /** Where it is kept what was found, by the name of the place. */
    interface Memory {
        Memory NONE = new Memory() {
            @Override
            public List<Known> recall(String place) {
                return List.of();
            }

            @Override
            public void keep(String place, List<Known> known) {
                // of one look nothing is kept
            }
        };

        /** What was kept last; empty when nothing was. */
        List<Known> recall(String place);

        void keep(String place, List<Known> known);
    }

    /** @param store that had it last; null when that is not known */
    record Known(FoundCluster cluster, @Nullable String store) {}

    /** Names that are remembered from one place; how many of them are watched is the configuration's. */
    static final int MOST = Listing.MOST;

    /** Before the name of a store that had it, and is another one than the newest. */
    private static final String ELSEWHERE = "not in the newest, but in ";

    static final Duration GONE_AFTER = Duration.ofMinutes(5);
    private static final int LOOKS_WITHOUT = 3;

    private final Predicate<String> wanted;
    private final Predicate<FoundCluster> answers;
    private final Map<FoundCluster, Missing> known = new LinkedHashMap<>();
    private int leftOut;
    private int unusable;
    private @Nullable Failure failure;

    /**
     * @param since of the first look without it; null while it is there
     * @param store that had it last; null when that is not known
     */
    private record Missing(
            int looks, @Nullable Instant since, @Nullable String store) {
        static Missing not(@Nullable String store) {
            return new Missing(0, null, store);
        }

        /** Once it is elsewhere it stays so until it is seen: how a store was put back is not known after a restart. */
        Missing after(@Nullable String other, Instant now) {
            if (isElsewhere()) {
                return this;
            }
            return store != null && other != null && !store.equals(other)
                    ? new Missing(0, null, ELSEWHERE + store)
                    : new Missing(looks + 1, since == null ? now : since, store);
        }

        boolean isElsewhere() {
            return store != null && store.startsWith(ELSEWHERE);
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
    void restore(Collection<Known> before) {
        before.stream()
                .filter(one -> isWanted(one.cluster()))
                .limit(MOST)
                .forEach(one -> known.put(one.cluster(), Missing.not(one.store())));
    }

    /** @return whether other clusters are known now */
    boolean learn(Answer<Listing> look, Instant now) {
        failure = look.reason().orElse(null);
        Set<FoundCluster> before = Set.copyOf(known.keySet());
        look.value().ifPresent(found -> take(found, now));
        return !before.equals(known.keySet());
    }

    private void take(Listing found, Instant now) {
        if (found.clusters().stream().noneMatch(this::isWanted) && !known.isEmpty()) {
            failure = new Failure(FailureKind.BAD_ANSWER, "no cluster is there any more, which is not believed");
            return;
        }
        known.replaceAll((one, missing) ->
                found.clusters().contains(one) ? Missing.not(found.store()) : missing.after(found.store(), now));
        known.entrySet().removeIf(one -> one.getValue().isOver(now) && !answers.test(one.getKey()));
        leftOut = 0;
        unusable = (int) found.tooLong().stream().filter(wanted).count();
        found.clusters().stream()
                .filter(this::isWanted)
                .filter(one -> !known.containsKey(one))
                .sorted()
                .forEach(one -> {
                    if (known.size() < MOST) {
                        known.put(one, Missing.not(found.store()));
                    } else {
                        leftOut++;
                    }
                });
    }

    private boolean isWanted(FoundCluster one) {
        return wanted.test(one.scope());
    }

    List<FoundCluster> clusters() {
        return List.copyOf(known.keySet());
    }

    List<Known> known() {
        return known.entrySet().stream()
                .map(one -> new Known(one.getKey(), one.getValue().store()))
                .toList();
    }

    /** Those that the store has never had: another one had them. */
    List<FoundCluster> elsewhere() {
        return known.entrySet().stream()
                .filter(one -> one.getValue().isElsewhere())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many are there and can't be taken. */
    int leftOut() {
        return leftOut;
    }

    /** How many have names that are too long. */
    int unusable() {
        return unusable;
    }

    /** Of the last look; null when it went well, or there was none. */
    @Nullable Failure failure() {
        return failure;
    }
}
