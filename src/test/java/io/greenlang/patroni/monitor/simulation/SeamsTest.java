package io.greenlang.patroni.monitor.simulation;

import static io.greenlang.patroni.monitor.simulation.Trouble.ADDRESS_LOST;
import static io.greenlang.patroni.monitor.simulation.Trouble.ADDRESS_REUSED;
import static io.greenlang.patroni.monitor.simulation.Trouble.CLOCK_AHEAD;
import static io.greenlang.patroni.monitor.simulation.Trouble.CLOCK_BEHIND;
import static io.greenlang.patroni.monitor.simulation.Trouble.DCS_CUT;
import static io.greenlang.patroni.monitor.simulation.Trouble.DCS_DOWN;
import static io.greenlang.patroni.monitor.simulation.Trouble.DCS_FROZEN;
import static io.greenlang.patroni.monitor.simulation.Trouble.DCS_READ_ONLY;
import static io.greenlang.patroni.monitor.simulation.Trouble.HOST_LOST;
import static io.greenlang.patroni.monitor.simulation.Trouble.LOGIN_REFUSED;
import static io.greenlang.patroni.monitor.simulation.Trouble.MONITOR_CLOCK_AHEAD;
import static io.greenlang.patroni.monitor.simulation.Trouble.MONITOR_CLOCK_BEHIND;
import static io.greenlang.patroni.monitor.simulation.Trouble.MONITOR_RESTARTED;
import static io.greenlang.patroni.monitor.simulation.Trouble.PATRONI_KILLED;
import static io.greenlang.patroni.monitor.simulation.Trouble.PAUSE;
import static io.greenlang.patroni.monitor.simulation.Trouble.POSTGRES_DOWN;
import static io.greenlang.patroni.monitor.simulation.Trouble.REST_CUT;
import static io.greenlang.patroni.monitor.simulation.Trouble.REST_FLICKERS;
import static io.greenlang.patroni.monitor.simulation.Trouble.REST_UNAUTHORIZED;
import static io.greenlang.patroni.monitor.simulation.Trouble.SQL_FLICKERS;
import static io.greenlang.patroni.monitor.simulation.Trouble.SQL_UNREADABLE;
import static io.greenlang.patroni.monitor.simulation.Trouble.SWITCHOVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.rule.ClusterState;
import org.junit.jupiter.api.Test;

/** Where two facts disagree or one is missing: histories that once made the monitor say what is not true. */
class SeamsTest {
    @Test
    void crownsNoStalePrimaryWhenTheNewLeadersHostIsLost() {
        Scenario scenario = Scenario.of(2).at(3, PATRONI_KILLED.on("a")).at(10, HOST_LOST.on("b"));

        Frame end = holds(scenario);

        assertThat(end.writers()).containsExactly("a");
        assertThat(end.facts().leadership().hasLeader()).isNotEqualTo(Certainty.YES);
        assertThat(end.facts().leaderRecord().changes()).hasSize(1);
    }

    @Test
    void missesTheLeaderWhenOnlyAStalePrimaryWrites() {
        Scenario scenario = Scenario.of(3)
                .at(3, PATRONI_KILLED.on("c"), POSTGRES_DOWN.on("c"))
                .at(5, PATRONI_KILLED.on("a"))
                .at(20, PATRONI_KILLED.on("b"), POSTGRES_DOWN.on("b"));

        Frame end = holds(scenario);

        assertThat(end.writers()).containsExactly("a");
        assertThat(end.facts().leadership().hasLeader()).isEqualTo(Certainty.NO);
        assertThat(end.fires(Frame.NO_LEADER)).isTrue();
    }

    @Test
    void knowsTheLeaderThatAFrozenDcsDoesNot() {
        Frame end = holds(Scenario.of(3).failsafe().kubernetes().at(3, DCS_FROZEN.now()));

        assertThat(end.facts().leadership().leader()).isEqualTo("a");
        assertThat(end.fires(Frame.NO_LEADER)).isFalse();
    }

    @Test
    void tellsOfALockThatNobodyCanTake() {
        Frame end = holds(Scenario.of(3).at(3, DCS_READ_ONLY.now()));

        assertThat(end.fires(Frame.DCS_READ_ONLY)).isTrue();
    }

    /** A view from before the pause is in memory while the one that would renew it can't be had. */
    @Test
    void keepsAPauseWhileTheMembersThatShowItChange() {
        holds(Scenario.of(4).at(3, REST_FLICKERS.on("a"), REST_CUT.on("b")).at(7, PAUSE.now()));
    }

    @Test
    void isNotHealthyWhileSqlIsRefusedEverywhere() {
        Frame end = holds(Scenario.of(3)
                .rounds(150)
                .at(3, SQL_UNREADABLE.on("a"), SQL_UNREADABLE.on("b"), SQL_UNREADABLE.on("c")));

        assertThat(end.fires(Frame.SOURCE_UNREAD)).isTrue();
    }

    @Test
    void isNotHealthyWhileTheLeadersPatroniAnswers401() {
        assertThat(holds(Scenario.of(3).at(3, REST_UNAUTHORIZED.on("a")))
                        .report()
                        .state())
                .isEqualTo(ClusterState.DEGRADED);
    }

    @Test
    void isNotHealthyWhileAMemberPublishesNoUsableAddress() {
        Frame end = holds(Scenario.of(3).at(3, ADDRESS_LOST.on("b")));

        assertThat(end.fires(Frame.SOURCE_UNREAD, "b")).isTrue();
    }

    @Test
    void takesAnotherClustersPrimaryForNoMember() {
        Frame end = holds(Scenario.of(3).at(3, ADDRESS_REUSED.on("c")));

        assertThat(end.facts().leadership().writable()).containsExactly("a");
    }

    @Test
    void tellsOfASecondPrimaryThatAnswersEveryOtherRound() {
        Frame end = holds(Scenario.of(2).at(3, SQL_FLICKERS.on("a"), PATRONI_KILLED.on("a")));

        assertThat(end.writers()).containsExactly("a", "b");
        assertThat(end.fires(Frame.SPLIT_BRAIN)).isTrue();
    }

    @Test
    void tellsOfTwoPrimariesThatAnswerInTurn() {
        holds(Scenario.of(2).at(3, SQL_FLICKERS.on("a"), SQL_FLICKERS.on("b"), PATRONI_KILLED.on("a")));
    }

    @Test
    void remembersTheScheduleThatNotEveryMemberCanShow() {
        Frame end = holds(Scenario.of(3).at(3, DCS_CUT.on("b"), POSTGRES_DOWN.on("c"), SWITCHOVER.now()));

        assertThat(end.fires(Frame.MEMBER_DOWN, "c")).isTrue();
    }

    @Test
    void seesALostDcsBehindAClockThatIsAhead() {
        Frame end = holds(Scenario.of(3).at(3, CLOCK_AHEAD.on("b"), DCS_CUT.on("b")));

        assertThat(end.fires("PatroniDcsStale", "b")).isTrue();
    }

    @Test
    void takesNoClockThatIsBehindForALostDcs() {
        holds(Scenario.of(3).at(3, CLOCK_BEHIND.on("c")));
    }

    @Test
    void isNotOverdueWhenTheMonitorsClockJumpsAhead() {
        holds(Scenario.of(3).at(3, MONITOR_CLOCK_AHEAD.now()));
    }

    @Test
    void waitsNoLongerWhenTheMonitorsClockJumpsBack() {
        Frame end = holds(Scenario.of(3).at(3, HOST_LOST.on("c")).at(5, MONITOR_CLOCK_BEHIND.now()));

        assertThat(end.fires(Frame.MEMBER_DOWN, "c")).isTrue();
    }

    @Test
    void seesALostDcsWhenTheMonitorsClockJumpsBack() {
        holds(Scenario.of(3).at(3, MONITOR_CLOCK_BEHIND.now(), DCS_DOWN.now()));
    }

    @Test
    void doesNotTakeARefusalThatWasNotTriedAgainForALastingOne() {
        Scenario scenario = Scenario.of(3).at(3, LOGIN_REFUSED.on("c").lasting(9));

        holds(scenario);

        assertThat(Run.last(scenario.rounds(15)).fires(Frame.PRIVILEGES)).isFalse();
    }

    /** The daemon that is started then sees one primary and nobody who denies it. */
    @Test
    void crownsNoStalePrimaryThatIsAloneWhenTheMonitorIsRestarted() {
        Frame end = holds(Scenario.of(3)
                .at(3, PATRONI_KILLED.on("a"))
                .at(30, HOST_LOST.on("b"), HOST_LOST.on("c"))
                .at(40, MONITOR_RESTARTED.now().lasting(1)));
        assertThat(end.facts().leadership().leader()).isNull();
    }

    /** Two of four answer every other round only, so that the same member shows the DCS again and again. */
    @Test
    void believesAPlanWhenASecondMemberShowsIt() {
        holds(Scenario.of(4)
                .rounds(124)
                .at(3, REST_FLICKERS.on("b"))
                .at(3, REST_FLICKERS.on("a"))
                .at(121, SWITCHOVER.now()));
    }

    /** Every promise, in every round; then the last round. */
    private static Frame holds(Scenario scenario) {
        Run.breach(scenario)
                .ifPresent(breach -> fail("%s, in round %d: %s%n%n%s%n%n%s"
                        .formatted(
                                breach.rule(),
                                breach.round(),
                                breach.words(),
                                scenario.code(),
                                Run.history(scenario.rounds(breach.round())))));
        return Run.last(scenario);
    }
}
