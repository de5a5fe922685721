package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.testing.Round.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.ClusterFacts.Division;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.Unfenced;
import io.greenlang.patroni.monitor.model.Unfenced.Cause;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** n1 is the stale primary, n2 leads. */
class FencingTest {
    private static final String NO_WATCHDOG =
            "A watchdog would have reset its host before n2 could take the lock: none was armed there, or it failed.";

    @Test
    void aPatroniThatIsDownDemotesNobodyAndNoWatchdogFired() {
        assertThat(only(stale().patroniFails(FailureKind.REFUSED)))
                .isEqualTo(new Unfenced(
                        "n1",
                        Cause.PATRONI_DOWN,
                        "its Patroni is down (refused), so nothing demotes it. " + NO_WATCHDOG));
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"TIMEOUT", "UNREACHABLE", "DNS", "EMPTY_REPLY", "CUT"})
    void aPatroniThatGivesNoSignMayHang(FailureKind kind) {
        assertThat(only(stale().patroniFails(kind).liveness(null)))
                .isEqualTo(new Unfenced(
                        "n1",
                        Cause.NO_ANSWER,
                        "its Patroni does not answer (%s). If it hangs, nothing demotes n1 until it wakes up. %s"
                                .formatted(kind.label(), NO_WATCHDOG)));
    }

    /** The process answers, and its HA loop has not come round. */
    @Test
    void aPatroniWhoseLoopStandsHangsThoughItsRestApiAnswers() {
        assertThat(only(stale().patroniFails(FailureKind.TIMEOUT).liveness(false))
                        .cause())
                .isEqualTo(Cause.NO_ANSWER);
        assertThat(only(stale().liveness(false)))
                .isEqualTo(new Unfenced(
                        "n1",
                        Cause.WITHOUT_LOCK,
                        "its Patroni answers and calls it primary, and n2 holds the lock. Its HA loop has not run for longer than"
                                + " the ttl (30 s): it hangs."));
    }

    @Test
    void blamesNoPatroniWhoseLoopRuns() {
        assertThat(only(stale().patroniFails(FailureKind.TIMEOUT)))
                .isEqualTo(new Unfenced(
                        "n1", Cause.UNKNOWN, "its Patroni does not answer (timeout), but its HA loop runs."));
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"AUTH", "TLS", "HTTP_STATUS", "BAD_ANSWER", "SCOPE_MISMATCH"})
    void isUnknownWhereAPatroniCantBeRead(FailureKind kind) {
        assertThat(only(stale().patroniFails(kind)).words())
                .isEqualTo("Why n1 was not fenced is unknown: its Patroni answers and can't be read (" + kind.label()
                        + ").");
    }

    @Test
    void isUnknownWhereNobodyAskedItsPatroni() {
        assertThat(only(stale().patroniNotAsked()).because()).isEqualTo("its Patroni was not asked (switched off).");
        assertThat(only(stale().patroniFails(FailureKind.NO_ADDRESS)).because())
                .isEqualTo("its Patroni was not asked (no_address).");
    }

    /** Where no lock was lost to n2, no time has passed in which a watchdog had to fire. */
    @ParameterizedTest
    @CsvSource({"4, n2", "5, n2", "3,"})
    void saysOfAWatchdogOnlyWhatIsProven(int timeline, String owner) {
        Member writes = Member.primary("n1", timeline, 100).patroniFails(FailureKind.REFUSED);

        assertThat(of(round(writes).leader(owner), "n1"))
                .extracting(Unfenced::because)
                .containsExactly(
                        "its Patroni is down (refused), so nothing demotes it. No watchdog has reset its host.");
    }

    @Test
    void pauseExplainsASilentPatroniToo() {
        Round paused = round(stale().patroniFails(FailureKind.REFUSED)).paused().leader("n2");

        assertThat(of(paused, "n1"))
                .containsExactly(new Unfenced(
                        "n1",
                        Cause.PATRONI_DOWN,
                        "its Patroni is down (refused), so nothing demotes it. The cluster is paused: a Patroni that is stopped in"
                                + " pause leaves PostgreSQL running and its watchdog off."));
    }

    /** In pause {@code /liveness} is always well. */
    @Test
    void aLoopThatRunsInPauseProvesNothing() {
        Round paused = round(stale().patroniFails(FailureKind.TIMEOUT)).paused().leader("n2");

        assertThat(of(paused, "n1")).extracting(Unfenced::cause).containsExactly(Cause.NO_ANSWER);
    }

    @Test
    void inPauseNobodyIsDemoted() {
        assertThat(only(stale().flags(Flag.PAUSE).flags(Flag.WATCHDOG_FAILED)).words())
                .isEqualTo(
                        "n1 was not fenced: its Patroni says that the cluster is paused. In pause no primary is demoted, and the"
                                + " watchdog is off.");
    }

    @Test
    void failsafeModeKeepsAPrimaryWithoutTheDcs() {
        assertThat(only(stale().flags(Flag.FAILSAFE_ACTIVE).dcsLastSeen(at(-42))))
                .isEqualTo(new Unfenced(
                        "n1",
                        Cause.FAILSAFE_MODE,
                        "its Patroni is in failsafe mode, in which a primary goes on without the DCS while every member that it"
                                + " knows answers it. It last read the DCS 42 s ago."));
    }

    @Test
    void aWatchdogThatFailedIsToldByPatroni() {
        assertThat(only(stale().flags(Flag.WATCHDOG_FAILED).dcsLastSeen(at(-80))))
                .isEqualTo(new Unfenced(
                        "n1",
                        Cause.WATCHDOG_FAILED,
                        "its Patroni says that its watchdog failed, and has not demoted it. It last read the DCS 1 min ago (ttl 30"
                                + " s): its HA loop hangs, or it would have demoted itself."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 | It last read the DCS 30 s ago: it demotes n1 within loop_wait (10 s), unless its HA loop hangs or it reads another DCS.",
                "31 | It last read the DCS 31 s ago (ttl 30 s): its HA loop hangs, or it would have demoted itself.",
                "   | When it last read the DCS is unknown."
            })
    void aPatroniThatAnswersRunsAPrimaryWithoutTheLock(Integer age, String contact) {
        Member claims = stale().dcsLastSeen(age == null ? null : at(-age));

        assertThat(only(claims))
                .isEqualTo(new Unfenced(
                        "n1",
                        Cause.WITHOUT_LOCK,
                        "its Patroni answers and calls it primary, and n2 holds the lock. " + contact));
    }

    @Test
    void saysWhatIsKnownOfTheLock() {
        assertThat(of(round(stale()).leader(null), "n1"))
                .extracting(Unfenced::because)
                .singleElement()
                .asString()
                .contains("and nobody holds the lock.");
        assertThat(of(round(stale()), "n1"))
                .extracting(Unfenced::because)
                .singleElement()
                .asString()
                .contains("and who holds the lock can't be read.");
    }

    @Test
    void isUnknownWherePatroniDoesNotSeeAPrimary() {
        assertThat(only(stale().says(NodeRole.REPLICA, "running")))
                .isEqualTo(new Unfenced(
                        "n1",
                        Cause.UNKNOWN,
                        "its Patroni answers and calls it replica, running, while SQL there accepts writes."));
        assertThat(only(stale().says(NodeRole.PRIMARY, "")).because()).contains("calls it primary, state unknown,");
    }

    @Test
    void isUnknownOfAWriterThatDoesNotAnswerNow() {
        assertThat(of(round(Member.gone("n1")).leader("n2"), "n1"))
                .containsExactly(
                        new Unfenced("n1", Cause.UNKNOWN, "it does not answer now, so it may have been fenced since."));
    }

    @Test
    void namesNeitherTheLeaderNorAnotherDatabaseSystem() {
        Member foreign = stale().system("9900", "9900");

        assertThat(of(round(foreign).leader("n2"), "n1", "n2")).isEmpty();
    }

    @Test
    void namesEachWriterWhereNobodyIsKnownToLead() {
        Round round = round(stale().patroniFails(FailureKind.REFUSED));

        assertThat(new Fencing(round.seen(), null).of(Set.of("n2", "n1")))
                .extracting(Unfenced::member)
                .containsExactly("n1", "n2");
    }

    @Test
    void isToldWithASplitBrainThatIsProvenOnly() {
        Member killed = stale().patroniFails(FailureKind.REFUSED);

        Division proven =
                new Leaders().decide(round(killed).leader("n2").seen()).division();
        assertThat(proven.unfenced()).extracting(Unfenced::member).containsExactly("n1");
        assertThat(proven.whyUnfenced()).hasSize(1).allMatch(words -> words.startsWith("n1 was not fenced: "));

        Member before = stale().asked(at(-2)).answered(at(-1.9));
        Division oneAfterTheOther =
                new Leaders().decide(round(before).leader("n2").seen()).division();
        assertThat(oneAfterTheOther.unfenced()).isEmpty();
    }

    private static Member stale() {
        return Member.primary("n1", 3, 100).dcsLastSeen(at(0));
    }

    private static Round round(Member stale) {
        return Round.of(0, stale, Member.primary("n2", 4, 100), Member.standby("n3", 4, 100));
    }

    private static Unfenced only(Member stale) {
        List<Unfenced> all = of(round(stale).leader("n2"), "n1", "n2");
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static List<Unfenced> of(Round round, String... writers) {
        return new Fencing(round.seen(), "n2").of(Set.of(writers));
    }
}
