package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.Observation.DcsAnswers;
import io.greenlang.patroni.monitor.model.Observation.PeerView;
import io.greenlang.patroni.monitor.poll.Round.Answers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a round has learnt of the DCS: as members and seeds show it, and of its own word. Confined to its poll thread. */
final class DcsPlane {
    private final ViewMemory views = new ViewMemory();
    private final DcsBudget budget;
    private final SlowErrands slow;
    private final DcsLook dcs;

    DcsPlane(DcsBudget budget, SlowErrands slow, DcsLook dcs) {
        this.budget = budget;
        this.slow = slow;
        this.dcs = dcs;
    }

    /**
     * @param viewMember who was asked for its view in this round; null when nobody was
     * @param answers of all members
     * @param seedView what a seed has shown
     */
    DcsAnswers answers(
            @Nullable String viewMember, Map<String, Answers> answers, Answer<ClusterView> seedView, Instant now) {
        Answers asked = viewMember == null ? null : answers.get(viewMember);
        if (viewMember != null && asked != null) {
            slow.learn(asked.rest().dcs(), now);
            views.learn(viewMember, asked.rest().dcs().view(), showing(answers, now), now);
        }
        boolean byMember = asked != null && (asked.rest().dcs().view().isAnswered() || !seedView.isAnswered());
        boolean bySeed =
                !byMember && (seedView.isAnswered() || seedView.reason().isPresent());
        Answer<ClusterView> view = bySeed
                ? seedView
                : asked == null ? budget.heldBack(now) : asked.rest().dcs().view();
        budget.learn(view);
        return new DcsAnswers(
                view,
                bySeed ? null : viewMember,
                views.others(viewMember),
                slow.history(),
                slow.config(),
                dcs.shown(now),
                null);
    }

    /** Those that can be asked to show the DCS again. */
    private Set<String> showing(Map<String, Answers> answers, Instant now) {
        return answers.entrySet().stream()
                .filter(member -> member.getValue()
                        .rest()
                        .own()
                        .status()
                        .value()
                        .filter(status -> !DcsBudget.tellsAway(status, budget.timing(), now))
                        .isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * The last view of the DCS that each member showed: one is asked a round, and the others' are held against it.
     */
    private static final class ViewMemory {
        /** Older ones say nothing about now. */
        private static final Duration FRESH = Duration.ofMinutes(2);

        private final Map<String, Shown> views = new TreeMap<>();

        private record Shown(Answer<ClusterView> view, Instant at) {}

        /**
         * @param member who was asked
         * @param showing whose Patroni answers and has not lost the DCS: the view of another one can't be renewed
         */
        void learn(String member, Answer<ClusterView> view, Set<String> showing, Instant now) {
            views.put(member, new Shown(view, now));
            views.keySet().retainAll(showing);
            views.values().removeIf(shown -> shown.at().plus(FRESH).isBefore(now));
        }

        /** Of all but one, by name. */
        List<PeerView> others(@Nullable String member) {
            return views.entrySet().stream()
                    .filter(shown -> !shown.getKey().equals(member))
                    .map(shown -> new PeerView(shown.getKey(), shown.getValue().view()))
                    .toList();
        }
    }
}
