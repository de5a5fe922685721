package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.BackupInfo.Absent;
import io.greenlang.patroni.monitor.model.BackupInfo.Archiving;
import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.BackupInfo.Database;
import io.greenlang.patroni.monitor.model.BackupInfo.Listing;
import io.greenlang.patroni.monitor.model.BackupInfo.Origin;
import io.greenlang.patroni.monitor.model.BackupInfo.Refused;
import io.greenlang.patroni.monitor.model.BackupInfo.Reply;
import io.greenlang.patroni.monitor.model.BackupInfo.Repository;
import io.greenlang.patroni.monitor.model.BackupInfo.Stanza;
import io.greenlang.patroni.monitor.model.BackupInfo.Status;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.BackupSamples;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupWatchTest {
    private static final Status OK = new Status(Status.OK, "ok");
    private static final Status BAD = new Status(Status.OTHER, "[PathOpenError] Permission denied");
    private static final String OURS = "7100";
    private static final Instant MORNING = Round.START.minusSeconds(3600);
    private static final Reply NOTHING = new Listing(List.of());
    private static final Reply NOT_INSTALLED = new Absent("pgBackRest is not installed");
    private static final Reply FAILS = new Refused(new Failure(FailureKind.SQL, "program failed"));

    private final BackupWatch watch = new BackupWatch();

    @Test
    void takesTheNewestOfWhatTheMembersTell() {
        Backups.Known known = known(look(
                primary(listing(stanza("main", OURS, MORNING.minusSeconds(60)))),
                standby(listing(stanza("main", OURS, MORNING)))));

        assertThat(known.member()).isEqualTo("b");
        assertThat(known.readAt()).isEqualTo(Round.START);
        assertThat(known.newest()).map(Backup::stopped).contains(MORNING);
    }

    @Test
    void prefersAMemberThatReachesARepository() {
        Stanza unreadable = new Stanza("[invalid]", BAD, repository(BAD), List.of(), List.of(), false);

        assertThat(known(look(primary(listing(unreadable)), standby(listing(stanza("main", OURS, MORNING)))))
                        .member())
                .isEqualTo("b");
    }

    @Test
    void looksOnlyAtThisClustersStanza() {
        Backups.Known known = known(look(
                primary(listing(stanza("another", "7200", MORNING.plusSeconds(60)), stanza("main", OURS, MORNING)))));

        assertThat(known.stanza()).isEqualTo("main");
        assertThat(known.completed()).hasSize(1);
    }

    @Test
    void looksOnlyAtBackupsOfThisPostgres() {
        Backup before = BackupSamples.backup(1, Backup.FULL, MORNING.plusSeconds(60), false);
        Backup after = new Backup("x", "full", new Origin(1, 2), MORNING, MORNING, false, 1);
        Stanza upgraded = new Stanza(
                "main",
                OK,
                repository(OK),
                List.of(new Database(new Origin(1, 1), "6900"), new Database(new Origin(1, 2), OURS)),
                List.of(before, after),
                false);

        assertThat(known(look(primary(listing(upgraded)))).completed()).containsExactly(after);
    }

    @Test
    void prefersTheStanzaThatTheWalGoesTo() {
        Reply both = listing(stanza("former", OURS, MORNING.plusSeconds(60)), stanza("main", OURS, MORNING));

        assertThat(known(look(told("a", new Archiving(true, "main"), both))).stanza())
                .isEqualTo("main");
        assertThat(known(look(primary(both))).stanza()).isEqualTo("former");
    }

    @Test
    void seesABackupThatRunsOnAnotherMember() {
        Stanza working =
                new Stanza("main", OK, repository(OK), List.of(new Database(new Origin(1, 1), OURS)), List.of(), true);

        Backups.Known known = known(look(primary(listing(stanza("main", OURS, MORNING))), standby(listing(working))));

        assertThat(known.member()).isEqualTo("a");
        assertThat(known.running()).isTrue();
    }

    @Test
    void seesNoBackupOfAnotherStanzaRun() {
        Stanza working = new Stanza(
                "another", OK, repository(OK), List.of(new Database(new Origin(1, 1), "7200")), List.of(), true);

        assertThat(known(look(primary(listing(stanza("main", OURS, MORNING), working))))
                        .running())
                .isFalse();
    }

    @Test
    void takesAStanzaWithoutDataForOursWhenItIsTheOnlyOne() {
        Backups.Known known = known(look(primary(listing(broken("main")))));

        assertThat(known.problems()).containsExactly("repository 1 of stanza main: " + BAD.message());
        assertThat(known.usableRepositories()).isZero();
    }

    @Test
    void takesAStanzaWithoutDataForOursByItsName() {
        Stanza another = stanza("another", "7200", MORNING);
        assertThat(look(primary(listing(another, broken("main"))))).isInstanceOf(Backups.NotSetUp.class);

        assertThat(known(look(told("a", new Archiving(true, "main"), listing(another, broken("main"))))))
                .extracting(Backups.Known::stanza)
                .isEqualTo("main");

        look(primary(listing(another, stanza("third", OURS, MORNING))));
        assertThat(known(look(primary(listing(another, broken("third"))))).stanza())
                .isEqualTo("third");
    }

    @Test
    void isNotSetUpWhereNothingTellsOfIt() {
        assertThat(look(primary(NOT_INSTALLED), standby(NOTHING)))
                .isEqualTo(new Backups.NotSetUp(
                        "a: pgBackRest is not installed; b: pgBackRest knows no backup of this cluster"));
    }

    @Test
    void isBrokenWhereItHadToldBefore() {
        look(primary(listing(stanza("main", OURS, MORNING))));

        assertThat(look(primary(NOTHING)))
                .isEqualTo(new Backups.Broken("pgBackRest of a knows no backup of this cluster", true));
        assertThat(look(primary(FAILS)))
                .isEqualTo(new Backups.Broken("pgBackRest of a fails: sql: program failed", false));
        assertThat(look(primary(NOT_INSTALLED)))
                .isEqualTo(new Backups.Broken("pgBackRest of a is gone: pgBackRest is not installed", false));
    }

    @Test
    void isBrokenWhereWalGoesToItAndNoStanzaIsThere() {
        assertThat(look(told("a", new Archiving(true, null), NOTHING)))
                .isEqualTo(new Backups.Broken("pgBackRest of a knows no backup of this cluster", true));
    }

    @Test
    void isUnseenWhileTheOnlyOneWhoKnowsIsSilent() {
        look(primary(listing(stanza("main", OURS, MORNING))), standby(NOTHING));

        Answer<BackupInfo> silent = Answer.failed(FailureKind.TIMEOUT, "no answer", Round.START);
        assertThat(look(Member.primary("a", 1, 0).backups(silent), standby(NOTHING)))
                .isEqualTo(new Backups.Unseen("a: timeout: no answer"));
    }

    @Test
    void isUnseenUntilSomebodyHasAnswered() {
        assertThat(look(Member.primary("a", 1, 0))).isEqualTo(new Backups.Unseen("a: pgBackRest has not answered yet"));
        assertThat(look(Member.primary("a", 1, 0).sqlOff()))
                .isEqualTo(new Backups.Unseen("no member's PostgreSQL is asked"));
    }

    @Test
    void isUnseenWherePgBackRestFailsAndWasNeverSeenToWork() {
        assertThat(look(primary(FAILS), standby(NOT_INSTALLED)))
                .isEqualTo(new Backups.Unseen("a: sql: program failed"));
    }

    private Backups look(Member... nodes) {
        return watch.look(Round.of(0, nodes).seen());
    }

    private static Backups.Known known(Backups backups) {
        return backups.known().orElseThrow(() -> new AssertionError(backups));
    }

    private static Member primary(Reply reply) {
        return told("a", new Archiving(false, null), reply);
    }

    private static Member standby(Reply reply) {
        return Member.standby("b", 1, 0).backups(answer(new Archiving(false, null), reply));
    }

    private static Member told(String member, Archiving archiving, Reply reply) {
        return Member.primary(member, 1, 0).backups(answer(archiving, reply));
    }

    private static Answer<BackupInfo> answer(Archiving archiving, Reply reply) {
        return Answer.answered(new BackupInfo(archiving, reply), Round.START, Round.START);
    }

    private static Reply listing(Stanza... stanzas) {
        return new Listing(List.of(stanzas));
    }

    private static Stanza stanza(String name, String system, Instant newest) {
        return new Stanza(
                name,
                OK,
                repository(OK),
                List.of(new Database(new Origin(1, 1), system)),
                List.of(BackupSamples.backup(1, Backup.FULL, newest, false)),
                false);
    }

    private static Stanza broken(String name) {
        return new Stanza(name, BAD, repository(BAD), List.of(), List.of(), false);
    }

    private static List<Repository> repository(Status status) {
        return List.of(new Repository(1, status));
    }
}
