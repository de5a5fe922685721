package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.DynamicConfig.SynchronousMode;
import io.greenlang.patroni.monitor.model.DynamicConfig.SynchronousMode.Kind;
import io.greenlang.patroni.monitor.model.FailoverCost;
import io.greenlang.patroni.monitor.model.FailoverForecast;
import io.greenlang.patroni.monitor.model.FailoverForecast.Option;
import io.greenlang.patroni.monitor.model.FailoverForecast.Prospect;
import io.greenlang.patroni.monitor.model.FailoverWords;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From what was seen to what is foretold: {@code n1} leads, {@code n2} and {@code n3} follow; a minute lies between two rounds. */
class WhatIfTest {
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;
    private static final long WRITTEN = 100 * MIB;
    private static final DynamicConfig BY_QUORUM = synchronous(Kind.QUORUM);
    private static final DynamicConfig ONE_SYNCHRONOUS = synchronous(Kind.ON);

    private final Correlator correlator = Round.correlator("demo");

    @Test
    void cannotTellWhichOfTwoThatKeepUp() {
        FailoverForecast forecast = forecast(round(60, sending("async", 0, 0), standby("n2", 0), standby("n3", 0)));

        assertThat(words(forecast))
                .isEqualTo("If n1 failed now: Patroni would choose n2 or n3, whichever has received more WAL;"
                        + " nothing that was written by 10:00:59 would be lost");
        assertThat(new FailoverWords(forecast, ClockOffset.NONE).advice()).isEmpty();
        assertThat(forecast.isWorseThan(0)).isFalse();
    }

    @Test
    void takesTheWidestBoundsOfTwo() {
        Member primary = sending("n2", "async", 5 * KIB, 7 * KIB).sends("n3", "async", WRITTEN, WRITTEN - 2 * KIB);

        assertThat(words(forecast(round(60, primary, standby("n2", 6 * KIB), standby("n3", KIB)))))
                .as("n3 may have received all, n2 lacks 5 KiB for certain, more than n3 at most")
                .isEqualTo("If n1 failed now: Patroni would choose n3; at most 2.0 KiB would be lost");
        assertThat(words(forecast(round(
                        120,
                        sending("n2", "async", KIB, 7 * KIB).sends("n3", "async", WRITTEN, WRITTEN - 2 * KIB),
                        standby("n2", 6 * KIB),
                        standby("n3", KIB)))))
                .contains("n2 or n3, whichever has received more WAL; at most 6.0 KiB would be lost");
    }

    @Test
    void excludesTheStuckOneAndBoundsWhatItLacks() {
        forecast(round(0, Member.primary("n1", 3, 0), standby("n2", WRITTEN), standby("n3", WRITTEN)));
        forecast(round(100, sending("async", 0, 0), standby("n2", 0), standby("n3", 50 * MIB)));
        FailoverForecast forecast = forecast(round(
                160,
                sending("n2", "async", 0, 0).sends("n3", "async", 54 * MIB, 50 * MIB),
                standby("n2", 0),
                standby("n3", 50 * MIB)));

        assertThat(option(forecast, "n2").prospect()).isEqualTo(Prospect.CHOSEN);
        assertThat(line(forecast, "n3"))
                .isEqualTo("n3 would not be chosen: at least 46.0 MiB behind, maximum_lag_on_failover is 1.0 MiB;"
                        + " at least 46.0 MiB (1 min), at most 50.0 MiB (1 min) would be lost");
        assertThat(known(forecast, "n3").leastTime()).isEqualTo(Duration.ofSeconds(106));
        assertThat(known(forecast, "n3").mostTime()).isEqualTo(Duration.ofSeconds(110));
    }

    @Test
    void countsWhatIsOnItsWayAsDeliveredForTheLowerBoundOnly() {
        Member primary = sending("n2", "async", 300 * KIB, 500 * KIB);

        assertThat(words(forecast(round(60, primary, standby("n2", 400 * KIB), nofailover("n3")))))
                .isEqualTo("If n1 failed now: Patroni would choose n2;"
                        + " at least 300 KiB, at most 500 KiB would be lost");
    }

    @Test
    void provesTheUpperBoundByTheRoundBeforeWhereNoSenderTells() {
        forecast(round(0, primary(), standby("n2", 8 * KIB), nofailover("n3")));
        FailoverForecast forecast = forecast(round(60, primary(), standby("n2", 0), nofailover("n3")));

        assertThat(known(forecast, "n2").leastBytes()).isZero();
        assertThat(known(forecast, "n2").mostBytes()).isEqualTo(8 * KIB);
    }

    @Test
    void knowsNoUpperBoundFromOneRoundInWhichThePrimaryWasAskedFirst() {
        FailoverForecast forecast =
                forecast(round(60, primary(), standby("n2", 0).noReceiver(), nofailover("n3")));

        assertThat(words(forecast))
                .isEqualTo("If n1 failed now: Patroni would choose n2, or nobody: whether it is further behind than"
                        + " maximum_lag_on_failover (1.0 MiB) is unknown; how much would be lost is unknown"
                        + " (the standby has not been watched for long enough)");
    }

    @Test
    void limitsNothingWhereTheArchiveMayHaveMore() {
        Member restoring = standby("n2", MIB).settings(Map.of("restore_command", "-1"));
        FailoverForecast forecast = forecast(round(60, sending("n2", "async", MIB, MIB), restoring, nofailover("n3")));

        assertThat(known(forecast, "n2").leastBytes()).isZero();
        assertThat(known(forecast, "n2").mostBytes()).isEqualTo(MIB);
    }

    @Test
    void isExactForOneWhoseReceiverIsGone() {
        Member cut = standby("n3", 2 * MIB).noReceiver().replicationState(null);
        forecast(round(0, primary(), standby("n2", 0), cut));
        FailoverForecast forecast = forecast(round(60, sending("n2", "async", 0, 0), standby("n2", 0), cut));

        assertThat(line(forecast, "n3"))
                .isEqualTo("n3 would not be chosen: at least 2.0 MiB behind, maximum_lag_on_failover is 1.0 MiB;"
                        + " 2.0 MiB would be lost");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ON     | sync    | on           | true
            ON     | sync    | remote_apply | true
            ON     | sync    | remote_write | false
            ON     | sync    | local        | false
            ON     | async   | on           | false
            ON     | quorum  | on           | false
            QUORUM | quorum  | on           | true
            """)
    void losesNoCommitOnlyWhereEveryCommitWaitsForIt(Kind mode, String syncState, String commit, boolean nothing) {
        Round round = round(
                        60,
                        sending(syncState, 0, 3 * KIB).settings(Map.of("synchronous_commit", commit)),
                        standby("n2", 3 * KIB).flags(Flag.SYNC_STANDBY),
                        standby("n3", 3 * KIB).flags(Flag.SYNC_STANDBY))
                .config(synchronous(mode));

        FailoverForecast forecast = forecast(round);

        assertThat(known(forecast, "n2").synchronous()).isEqualTo(nothing);
        assertThat(known(forecast, "n2").mostBytes()).isEqualTo(nothing ? 0 : 3 * KIB);
    }

    @Test
    void choosesTheSynchronousStandbyAlone() {
        Round round = round(
                        60,
                        sending("n2", "sync", 0, KIB)
                                .sends("n3", "async", WRITTEN, WRITTEN)
                                .settings(Map.of()),
                        standby("n2", KIB).flags(Flag.SYNC_STANDBY),
                        standby("n3", 0))
                .config(ONE_SYNCHRONOUS);

        FailoverForecast forecast = forecast(round);

        assertThat(words(forecast))
                .isEqualTo("If n1 failed now: Patroni would choose n2;"
                        + " no committed transaction would be lost (synchronous standby)");
        assertThat(line(forecast, "n3"))
                .startsWith("n3 would not be chosen: no synchronous standby, in synchronous mode; ");
    }

    @Test
    void believesPatroniAboutSynchronyWhileThePrimaryIsGone() {
        Member first = sending("sync", 0, 0).settings(Map.of());
        forecast(round(60, first, standby("n2", 0).flags(Flag.SYNC_STANDBY), nofailover("n3"))
                .config(ONE_SYNCHRONOUS));
        FailoverForecast forecast = forecast(round(120, Member.gone("n1"), standby("n2", 0), nofailover("n3"))
                .role("n2", MemberRole.SYNC_STANDBY)
                .config(ONE_SYNCHRONOUS));

        assertThat(words(forecast))
                .isEqualTo("Failover from n1: Patroni would choose n2;"
                        + " no committed transaction would be lost (synchronous standby)");
    }

    @Test
    void needsEveryVoterToAnswerToBeCertainByQuorum() {
        Round round = round(
                        60,
                        sending("quorum", 0, 0).settings(Map.of()),
                        standby("n2", 0).flags(Flag.QUORUM_STANDBY),
                        Member.gone("n3"))
                .role("n3", MemberRole.QUORUM_STANDBY)
                .config(BY_QUORUM);

        assertThat(line(forecast(round), "n2"))
                .startsWith("n2 could be chosen: it needs the votes of a quorum, and n3 may not vote; ");
    }

    @Test
    void looksAtThePriorityWhereBothHaveTheSame() {
        Round round = round(
                60, sending("async", 0, 0), standby("n2", 0), standby("n3", 0).tag("failover_priority", "2"));

        FailoverForecast forecast = forecast(round);

        assertThat(option(forecast, "n3").prospect()).isEqualTo(Prospect.CHOSEN);
        assertThat(option(forecast, "n2").reason()).isEqualTo("n3 has the higher failover_priority (2 against 1)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void prefersMoreWalToPriority(boolean priority) {
        Member ahead = standby("n2", 0);
        Member behind = standby("n3", 8 * KIB).noReceiver();
        Round round = round(
                60, sending("n2", "async", 0, 0), ahead, priority ? behind.tag("failover_priority", "9") : behind);

        assertThat(option(forecast(round), "n3").reason()).isEqualTo("n2 has received more WAL");
    }

    @Test
    void namesOneThatMayTakePartUnseen() {
        FailoverForecast forecast = forecast(round(
                60, sending("async", 0, 0), standby("n2", 0), standby("n3", 0).patroniFails(FailureKind.AUTH)));

        assertThat(words(forecast))
                .startsWith("If n1 failed now: Patroni would choose n2, unless n3 (its Patroni can't be read: auth)"
                        + " has received more WAL; ");
        assertThat(option(forecast, "n2").prospect()).isEqualTo(Prospect.POSSIBLE);
    }

    /** Neither by the default of maximum_lag_on_failover nor by a priority that does not count by quorum. */
    @Test
    void isCertainOfNobodyBeforeTheSettingsWereRead() {
        Member favourite = standby("n3", 0).tag("failover_priority", "2");
        forecast(unread(round(0, primary(), standby("n2", 0), favourite)));
        FailoverForecast level = forecast(unread(round(60, sending("async", 0, 0), standby("n2", 0), favourite)));
        FailoverForecast far =
                forecast(unread(round(120, primary(), standby("n2", 50 * MIB).noReceiver(), nofailover("n3"))));

        assertThat(level.options()).extracting(Option::prospect).containsOnly(Prospect.POSSIBLE);
        assertThat(option(far, "n2").prospect()).isEqualTo(Prospect.POSSIBLE);
        assertThat(option(far, "n2").reason())
                .isEqualTo("the cluster's settings could not be read, and they decide it");
        assertThat(option(far, "n3").prospect()).isEqualTo(Prospect.EXCLUDED);
    }

    @Test
    void doesNotCompareHistories() {
        FailoverForecast forecast = forecast(round(
                60,
                sending("n2", "async", 0, 0),
                standby("n2", 0),
                standby("n3", 0).timeline(4)));

        assertThat(option(forecast, "n3").prospect()).isEqualTo(Prospect.UNSEEN);
        assertThat(line(forecast, "n3"))
                .isEqualTo("n3 may be chosen, unknown: on timeline 4, the leader is on 3;"
                        + " how much would be lost is unknown (on timeline 4, the leader is on 3)");
    }

    @Test
    void choosesNobodyWhereNobodyMay() {
        FailoverForecast forecast = forecast(round(60, primary(), nofailover("n2"), nofailover("n3")));

        assertThat(words(forecast)).isEqualTo("If n1 failed now: Patroni would choose nobody");
        assertThat(line(forecast, "n2")).startsWith("n2 would not be chosen: tagged nofailover: \"true\"; ");
        assertThat(forecast.isWorseThan(Long.MAX_VALUE)).isTrue();
    }

    @Test
    void choosesNobodyInMaintenanceMode() {
        assertThat(words(forecast(round(60, sending("async", 0, 0), standby("n2", 0), standby("n3", 0))
                        .paused())))
                .isEqualTo("If n1 failed now: Patroni would choose nobody: the cluster is in maintenance mode");
    }

    @Test
    void countsFromWhatWasSeenLastWhileThePrimaryIsGone() {
        forecast(round(0, Member.primary("n1", 3, 0), standby("n2", WRITTEN), standby("n3", WRITTEN)));
        forecast(round(100, sending("async", 0, 0), standby("n2", 0), standby("n3", 0)));
        FailoverForecast forecast = forecast(round(
                160,
                Member.gone("n1"),
                standby("n2", 3 * KIB).noReceiver(),
                standby("n3", 4 * KIB).noReceiver()));

        assertThat(words(forecast))
                .isEqualTo("Failover from n1: Patroni would choose n2;"
                        + " at least 3.0 KiB (0.0 s) of what was seen by 10:01:39 would be lost");
        assertThat(line(forecast, "n3"))
                .startsWith("n3 would not be chosen: n2 has received more WAL; at least 4.0 KiB");
    }

    @Test
    void forgetsWhatAStandbyHadBeforeItWasRebuilt() {
        forecast(round(0, sending("async", 0, 0), standby("n2", 0), standby("n3", 0)));
        FailoverForecast forecast = forecast(
                round(60, primary(), standby("n2", 0), standby("n3", MIB).noReceiver()));

        assertThat(known(forecast, "n3").leastBytes()).isEqualTo(MIB);
        assertThat(known(forecast, "n3").mostBytes()).isEqualTo(MIB);
    }

    @Test
    void leavesTheFormerPrimaryOutOnceNobodyHoldsTheLock() {
        forecast(round(0, sending("async", 0, 0), standby("n2", 0), standby("n3", 0)));
        FailoverForecast forecast = forecast(Round.of(60, Member.gone("n1"), standby("n2", 0), standby("n3", 0))
                .leader(null));

        assertThat(forecast.primary()).isEqualTo("n1");
        assertThat(forecast.options()).extracting(Option::member).containsExactly("n2", "n3");
    }

    @Test
    void knowsNothingOfAPrimaryThatWasNeverRead() {
        assertThat(words(forecast(round(60, Member.gone("n1"), standby("n2", 0), nofailover("n3")))))
                .endsWith("how much would be lost is unknown (the primary n1 can't be read)");
    }

    @Test
    void advisesASwitchoverWhereAFailoverLoses() {
        FailoverForecast forecast =
                forecast(round(60, sending("async", KIB, KIB), standby("n2", KIB), standby("n3", KIB)));

        assertThat(new FailoverWords(forecast, ClockOffset.NONE).advice())
                .contains("A planned switchover waits for the standby and loses nothing.");
    }

    private FailoverForecast forecast(Round round) {
        return correlator.correlate(round.seen(), 3).facts().forecast();
    }

    /** The primary is asked half a second before the others. */
    private static Round round(double seconds, Member... nodes) {
        nodes[0].asked(Round.at(seconds - 0.5)).answered(Round.at(seconds - 0.4));
        return Round.of(seconds, nodes).leader("n1");
    }

    private static Round unread(Round round) {
        return round.config(Answer.failed(FailureKind.EMPTY_REPLY, "made up", Round.at(0)));
    }

    private static Member primary() {
        return Member.primary("n1", 3, WRITTEN);
    }

    /** To both. */
    private static Member sending(String syncState, long unsent, long unconfirmed) {
        return sending("n2", syncState, unsent, unconfirmed)
                .sends("n3", syncState, WRITTEN - unsent, WRITTEN - unconfirmed);
    }

    private static Member sending(String to, String syncState, long unsent, long unconfirmed) {
        return primary().sends(to, syncState, WRITTEN - unsent, WRITTEN - unconfirmed);
    }

    private static Member standby(String name, long behind) {
        return Member.standby(name, 3, WRITTEN - behind).settings(Map.of());
    }

    private static Member nofailover(String name) {
        return standby(name, 0).tag("nofailover", "true");
    }

    private static DynamicConfig synchronous(Kind kind) {
        return new DynamicConfig(
                DynamicConfig.DEFAULTS.timing(), MIB, new SynchronousMode(kind, false, 1), false, false);
    }

    private static String words(FailoverForecast forecast) {
        return new FailoverWords(forecast, ClockOffset.NONE).sentence().orElseThrow();
    }

    private static String line(FailoverForecast forecast, String member) {
        return new FailoverWords(forecast, ClockOffset.NONE).of(option(forecast, member));
    }

    private static Option option(FailoverForecast forecast, String member) {
        return forecast.options().stream()
                .filter(option -> option.member().equals(member))
                .findFirst()
                .orElseThrow();
    }

    private static FailoverCost.Known known(FailoverForecast forecast, String member) {
        return option(forecast, member).cost().known().orElseThrow();
    }
}
