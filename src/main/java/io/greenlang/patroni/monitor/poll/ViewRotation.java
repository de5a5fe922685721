package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to show the DCS: one member a round, since each {@code /cluster} is a DCS read, taken in turn from
 * those that answered last time. Confined to its poll thread.
 */
final class ViewRotation {
    private final Set<String> answering = new HashSet<>();
    private long turn;

    /** A member that will probably answer. */
    boolean hasWitness(Map<String, Presence> known) {
        return known.entrySet().stream().anyMatch(this::isWitness);
    }

    /** The member to ask; one that did not answer last time when there is no better; null when none has an address. */
    @Nullable String next(Map<String, Presence> known) {
        List<String> witnesses = hasWitness(known) ? names(known, true) : names(known, false);
        return witnesses.isEmpty() ? null : witnesses.get((int) (turn++ % witnesses.size()));
    }

    void learn(String member, boolean answered) {
        if (answered) {
            answering.add(member);
        } else {
            answering.remove(member);
        }
    }

    void keepOnly(Set<String> members) {
        answering.retainAll(members);
    }

    private List<String> names(Map<String, Presence> known, boolean onlyWitnesses) {
        return known.entrySet().stream()
                .filter(member -> onlyWitnesses
                        ? isWitness(member)
                        : member.getValue().address().apiUrl() != null)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private boolean isWitness(Map.Entry<String, Presence> member) {
        return member.getValue().address().apiUrl() != null && answering.contains(member.getKey());
    }
}
