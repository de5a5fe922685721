package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one cluster's Patronis may be asked that makes them read the DCS: {@code /cluster}, and what goes with it. While the
 * DCS hangs, each such question holds one of a member's five REST threads for up to {@code retry_timeout}, and a member
 * without a free thread can't answer the leader's {@code POST /failsafe}: the leader then demotes itself.
 *
 * <ul>
 *   <li>DCS up: one member a round, the members in turn;
 *   <li>DCS known to be away: one member a minute. It is away after a question that hung or was closed without a byte, until
 *       a member has read the DCS since; and while {@code /patroni}, which reads nothing there, tells of failsafe mode or of
 *       a last contact that is too old.
 * </ul>
 *
 * Confined to its poll thread.
 */
final class DcsBudget {
    static final Duration WHILE_AWAY = Duration.ofMinutes(1);

    private final ViewRotation rotation = new ViewRotation();
    private Timing timing = DynamicConfig.DEFAULTS.timing();
    private @Nullable Instant askedAt;
    private Answer.@Nullable Failed<ClusterView> hang;
    private boolean toldAway;

    /** The member to ask in this round; null when none may be asked, or none has an address. */
    @Nullable String nextMember(Map<String, Presence> known, Instant now) {
        return mayAsk(now) ? rotation.next(known) : null;
    }

    /** A question may be put to one Patroni now. */
    boolean mayAsk(Instant now) {
        return !isAway() || askedAt == null || !askedAt.plus(WHILE_AWAY).isAfter(now);
    }

    /** The DCS is known to be out of reach. */
    boolean isAway() {
        return toldAway || hang != null;
    }

    /** A known member will probably show the DCS. */
    boolean hasWitness(Map<String, Presence> known) {
        return rotation.hasWitness(known);
    }

    /** Of the cluster, for judging how old a last contact may be. */
    Timing timing() {
        return timing;
    }

    /** What to say of a round in which nobody was asked. */
    Answer<ClusterView> heldBack(Instant now) {
        if (hang != null) {
            return hang;
        }
        return toldAway(Objects.requireNonNullElse(askedAt, now));
    }

    /** Nobody was asked, because Patronis say themselves that they have lost the DCS. */
    static Answer<ClusterView> toldAway(Instant at) {
        return Answer.failed(FailureKind.DCS_AWAY, "not asked: by the members' own word the DCS is out of reach", at);
    }

    /** Takes in what became of a question. */
    void learn(Answer<ClusterView> view) {
        if (view instanceof Answer.Answered<ClusterView> told) {
            askedAt = told.asked();
            hang = null;
        } else if (view instanceof Answer.Failed<ClusterView> failed
                && isSilence(failed.failure().kind())) {
            askedAt = failed.at();
            hang = failed;
        }
    }

    /** Takes in who answered in this round, and with what. */
    void learn(Map<String, PatroniStatus> answered, Set<String> known, Timing newest, Instant now) {
        timing = newest;
        rotation.keepOnly(known);
        known.forEach(member -> {
            PatroniStatus status = answered.get(member);
            rotation.learn(member, status != null && !tellsAway(status, timing, now));
        });
        learn(answered.values(), now);
    }

    /** What Patronis say of themselves; nothing is learnt from none. */
    void learn(Collection<PatroniStatus> statuses, Instant now) {
        if (statuses.isEmpty()) {
            return;
        }
        toldAway = tellAway(statuses, timing, now);
        if (hang != null && statuses.stream().anyMatch(this::hasReadTheDcsSince)) {
            hang = null;
        }
    }

    private boolean hasReadTheDcsSince(PatroniStatus status) {
        Instant hung = hang == null ? Instant.MAX : hang.at();
        return Optional.ofNullable(status.dcsLastSeen())
                .filter(seen -> seen.minus(PatroniStatus.DCS_RESOLUTION).isAfter(hung))
                .isPresent();
    }

    /** One that is in failsafe mode tells it for all; one that has not seen the DCS for long may be cut off alone. */
    static boolean tellAway(Collection<PatroniStatus> statuses, Timing timing, Instant now) {
        return statuses.stream().anyMatch(status -> status.has(Flag.FAILSAFE_ACTIVE))
                || (!statuses.isEmpty() && statuses.stream().allMatch(status -> tellsAway(status, timing, now)));
    }

    /** By its own word this Patroni has lost the DCS. Before 2.1.2 none tells. */
    static boolean tellsAway(PatroniStatus status, Timing timing, Instant now) {
        return status.has(Flag.FAILSAFE_ACTIVE) || status.isOverdueAtDcs(timing, now);
    }

    /** It took the question and gave nothing: what every Patroni does while its DCS is away. */
    static boolean isSilence(FailureKind kind) {
        return kind == FailureKind.TIMEOUT || kind == FailureKind.EMPTY_REPLY || kind == FailureKind.CUT;
    }

    /**
     * Whose turn it is to show the DCS: one member a round, since each {@code /cluster} is a DCS read, taken in turn from
     * those that answered last time.
     */
    static final class ViewRotation {
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
}
