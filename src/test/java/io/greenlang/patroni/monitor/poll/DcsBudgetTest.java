package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.testing.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promise: one question a round that reads the DCS while it is there, one a minute while it is away. */
class DcsBudgetTest {
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
    private static final Map<String, Presence> KNOWN = Stream.of("a", "b", "c")
            .collect(Collectors.toMap(
                    name -> name,
                    name -> new Presence(
                            new MemberAddress("http://" + name + ":8008", name, 5432), true, START, START)));

    private final DcsBudget budget = new DcsBudget();
    private final List<String> asked = new ArrayList<>();

    @Test
    void asksOneMemberARoundInTurnWhileTheDcsIsThere() {
        play(0, 60, second -> status(second), DcsBudgetTest::answered);

        assertThat(asked).hasSize(60);
        assertThat(asked.subList(1, 7)).containsExactly("b", "c", "a", "b", "c", "a");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"TIMEOUT", "EMPTY_REPLY", "CUT"})
    void asksOneMemberAMinuteAfterAQuestionThatHung(FailureKind kind) {
        play(0, 300, second -> status(0), failed(kind));

        assertThat(asked).hasSize(5);
    }

    @Test
    void asksOneMemberAMinuteWhileAMemberIsInFailsafeMode() {
        play(0, 300, second -> status(second, Flag.FAILSAFE_ACTIVE), DcsBudgetTest::answered);

        assertThat(asked).as("the first before anybody told").hasSize(5);
    }

    @Test
    void asksOneMemberAMinuteOnceNobodyHasSeenTheDcsForLong() {
        play(0, 300, second -> status(Math.min(second, 10)), DcsBudgetTest::answered);

        assertThat(asked.size())
                .as("until 22 s after the last contact in every round")
                .isBetween(33 + 4, 33 + 6);
    }

    @Test
    void asksAgainAsSoonAsAMemberHasReadTheDcsSince() {
        play(0, 5, second -> status(0), failed(FailureKind.EMPTY_REPLY));
        assertThat(asked).hasSize(1);
        play(5, 8, second -> status(5), DcsBudgetTest::answered);

        assertThat(asked).hasSize(3);
    }

    @Test
    void doesNotWaitForAMemberThatIsCutOffAlone() {
        play(0, 60, second -> Map.of("a", one(0), "b", one(second), "c", one(second)), DcsBudgetTest::answered);

        assertThat(asked.subList(30, 60)).containsOnly("b", "c").hasSize(30);
    }

    @Test
    void doesNotTakeARefusalForADcsThatHangs() {
        play(0, 60, second -> status(second), failed(FailureKind.REFUSED));

        assertThat(asked).hasSize(60);
    }

    /** A round a second. */
    private void play(
            int from, int to, IntFunction<Map<String, PatroniStatus>> told, IntFunction<Answer<ClusterView>> answer) {
        for (int second = from; second < to; second++) {
            Instant now = START.plusSeconds(second);
            String next = budget.nextMember(KNOWN, now);
            if (next != null) {
                asked.add(next);
                budget.learn(answer.apply(second));
            }
            budget.learn(told.apply(second), Set.of("a", "b", "c"), DynamicConfig.DEFAULTS.timing(), now);
        }
    }

    private static Answer<ClusterView> answered(int second) {
        Instant at = START.plusSeconds(second);
        return Answer.answered(new ClusterView("demo", List.of(), false, null), at, at);
    }

    private static IntFunction<Answer<ClusterView>> failed(FailureKind kind) {
        return second -> Answer.failed(kind, "made up", START.plusSeconds(second));
    }

    private static Map<String, PatroniStatus> status(int dcsLastSeen, Flag... flags) {
        return Map.of("a", one(dcsLastSeen, flags), "b", one(dcsLastSeen), "c", one(dcsLastSeen));
    }

    private static PatroniStatus one(int dcsLastSeen, Flag... flags) {
        return Member.replica("a")
                .flags(flags)
                .dcsLastSeen(START.plusSeconds(dcsLastSeen))
                .status(START);
    }
}
