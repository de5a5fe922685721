package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosesTest {

    @ParameterizedTest(name = "/patroni {0}, /liveness {1}, SQL {2}: {3}")
    @CsvSource({
        // all is well, or nothing speaks against it
        "running,     true,  ok,          OK",
        "running,     none,  ok,          OK",
        "running,     true,  not asked,   OK",
        "starting,    true,  ok,          OK",
        "running,     true,  NO_ADDRESS,  OK",
        "running,     true,  MONITOR_BUSY, OK",
        "not asked,   none,  ok,          OK",
        // PostgreSQL is down
        "running,     true,  REFUSED,     POSTGRES_DOWN",
        "running,     true,  STARTING,    POSTGRES_DOWN",
        "stopped,     true,  REFUSED,     POSTGRES_DOWN",
        "stopped,     true,  not asked,   POSTGRES_DOWN",
        "crashed,     true,  not asked,   POSTGRES_DOWN",
        "creating replica, true, REFUSED, POSTGRES_DOWN",
        "stopping,    true,  TIMEOUT,     POSTGRES_DOWN",
        "start failed, true, UNREACHABLE, POSTGRES_DOWN",
        "unknown,     true,  REFUSED,     POSTGRES_DOWN",
        "unknown,     true,  CUT,         POSTGRES_DOWN",
        "unknown,     true,  not asked,   POSTGRES_DOWN",
        "TIMEOUT,     true,  REFUSED,     POSTGRES_DOWN",
        "AUTH,        none,  REFUSED,     POSTGRES_DOWN",
        "not asked,   none,  REFUSED,     POSTGRES_DOWN",
        // PostgreSQL hangs
        "running,     true,  TIMEOUT,     POSTGRES_HUNG",
        "unknown,     true,  TIMEOUT,     POSTGRES_HUNG",
        "TIMEOUT,     true,  TIMEOUT,     POSTGRES_HUNG",
        "TIMEOUT,     false, TIMEOUT,     POSTGRES_HUNG",
        "TIMEOUT,     true,  not asked,   POSTGRES_HUNG",
        "EMPTY_REPLY, true,  TIMEOUT,     POSTGRES_HUNG",
        "BAD_ANSWER,  true,  TIMEOUT,     POSTGRES_HUNG",
        // Patroni hangs or is down
        "TIMEOUT,     none,  ok,          PATRONI_HUNG",
        "TIMEOUT,     true,  ok,          PATRONI_HUNG",
        "TIMEOUT,     none,  AUTH,        PATRONI_HUNG",
        "EMPTY_REPLY, none,  ok,          PATRONI_HUNG",
        "running,     false, ok,          PATRONI_HUNG",
        "running,     false, not asked,   PATRONI_HUNG",
        "REFUSED,     none,  ok,          PATRONI_DOWN",
        "REFUSED,     none,  AUTH,        PATRONI_DOWN",
        "REFUSED,     none,  not asked,   PATRONI_DOWN",
        "UNREACHABLE, none,  ok,          PATRONI_DOWN",
        "DNS,         none,  ok,          PATRONI_DOWN",
        // both
        "REFUSED,     none,  REFUSED,     PROCESSES_DOWN",
        "REFUSED,     none,  STARTING,    PROCESSES_DOWN",
        "REFUSED,     none,  TIMEOUT,     PROCESSES_DOWN",
        "TIMEOUT,     none,  REFUSED,     PROCESSES_DOWN",
        "TIMEOUT,     none,  TIMEOUT,     HOST_GONE",
        "UNREACHABLE, none,  UNREACHABLE, HOST_GONE",
        "TIMEOUT,     none,  UNREACHABLE, HOST_GONE",
        "DNS,         none,  DNS,         HOST_GONE",
        "TIMEOUT,     none,  not asked,   HOST_GONE",
        "TIMEOUT,     none,  CUT,         HOST_HUNG",
        "EMPTY_REPLY, none,  TIMEOUT,     HOST_HUNG",
        // somebody is there, but not for this daemon
        "running,     true,  AUTH,        NOT_READABLE",
        "running,     true,  PERMISSION,  NOT_READABLE",
        "running,     true,  TOO_MANY_CONNECTIONS, NOT_READABLE",
        "running,     true,  UNREACHABLE, NOT_READABLE",
        "TLS,         none,  ok,          NOT_READABLE",
        "SCOPE_MISMATCH, true, ok,        NOT_READABLE",
        "BAD_ANSWER,  true,  not asked,   NOT_READABLE",
        "NO_ADDRESS,  none,  NO_ADDRESS,  NOT_READABLE",
        "not asked,   none,  not asked,   NOT_READABLE",
    })
    void tells(String patroni, String liveness, String sql, Diagnosis expected) {
        Member node = Member.standby("n1", 1, 100).liveness(liveness.equals("none") ? null : Boolean.valueOf(liveness));
        Member asked = withSql(withPatroni(node, patroni), sql);

        assertThat(Diagnoses.of(asked.seen(Round.START))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "/patroni {0}, /liveness {1}, SQL {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            running                         | true | ok        | answers
            REFUSED                         | none | ok        | Patroni is down, PostgreSQL answers
            REFUSED                         | none | AUTH      | Patroni is down, PostgreSQL answers
            REFUSED                         | none | not asked | Patroni is down, PostgreSQL was not asked
            REFUSED                         | none | NO_ADDRESS | Patroni is down, PostgreSQL was not asked (made up)
            EMPTY_REPLY                     | none | not asked | Patroni hangs, PostgreSQL was not asked
            running                         | false | not asked | Patroni hangs, PostgreSQL was not asked
            TIMEOUT                         | none | not asked | Patroni does not answer, PostgreSQL was not asked
            TIMEOUT                         | true | not asked | PostgreSQL seems to hang: Patroni is alive and gets no answer from it
            TIMEOUT                         | true | TIMEOUT   | PostgreSQL hangs, Patroni is alive
            TIMEOUT                         | none | TIMEOUT   | nothing on this host answers
            not asked                       | none | TIMEOUT   | PostgreSQL does not answer, Patroni was not asked
            not asked                       | none | REFUSED   | PostgreSQL is down, Patroni was not asked
            running                         | true | REFUSED   | PostgreSQL is down, Patroni answers
            AUTH                            | none | REFUSED   | PostgreSQL is down, Patroni answers
            REFUSED                         | none | REFUSED   | neither Patroni nor PostgreSQL runs, the host answers
            REFUSED                         | none | TIMEOUT   | Patroni is down, PostgreSQL does not answer, the host does
            TIMEOUT                         | none | REFUSED   | PostgreSQL is down, Patroni does not answer, the host does
            EMPTY_REPLY                     | none | TIMEOUT   | Patroni and PostgreSQL both hang
            running                         | true | AUTH      | answers, but can't be read
            not asked                       | none | not asked | Patroni was not asked, PostgreSQL was not asked
            NO_ADDRESS                      | none | not asked | Patroni was not asked (made up), PostgreSQL was not asked
            initializing new cluster        | true | REFUSED   | PostgreSQL is being initialized (initializing new cluster)
            initdb failed                   | true | REFUSED   | PostgreSQL could not be initialized (initdb failed)
            running custom bootstrap script | true | REFUSED   | PostgreSQL is being bootstrapped (running custom bootstrap script)
            custom bootstrap failed         | true | REFUSED   | PostgreSQL could not be bootstrapped (custom bootstrap failed)
            creating replica                | true | REFUSED   | PostgreSQL is being cloned (creating replica)
            creating replica                | true | not asked | PostgreSQL is being cloned (creating replica)
            starting                        | true | STARTING  | PostgreSQL is starting
            starting after custom bootstrap | true | REFUSED   | PostgreSQL is starting (starting after custom bootstrap)
            start failed                    | true | REFUSED   | PostgreSQL did not start (start failed)
            restarting                      | true | REFUSED   | PostgreSQL is restarting
            restart failed                  | true | REFUSED   | PostgreSQL did not restart (restart failed)
            stopping                        | true | REFUSED   | PostgreSQL is stopping
            stopped                         | true | REFUSED   | PostgreSQL is stopped
            stop failed                     | true | REFUSED   | PostgreSQL did not stop (stop failed)
            crashed                         | true | REFUSED   | PostgreSQL crashed
            unknown                         | true | REFUSED   | PostgreSQL does not answer Patroni (unknown)
            thawing                         | true | REFUSED   | PostgreSQL does not run (thawing)
            """)
    void saysWhatWasAskedAndWhatItSaid(String patroni, String liveness, String sql, String words) {
        Member node = Member.standby("n1", 1, 100).liveness(liveness.equals("none") ? null : Boolean.valueOf(liveness));
        MemberObservation member = withSql(withPatroni(node, patroni), sql).seen(Round.START);

        assertThat(Diagnoses.of(member).words(member)).isEqualTo(words);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void takesNoMemberForWellThatOneSourceCannotReach(FailureKind kind) {
        Member patroniFails = Member.standby("n1", 1, 100).liveness(null).patroniFails(kind);
        Member sqlFails = Member.standby("n1", 1, 100).postgresFails(kind);
        boolean notAsked = Set.of(
                        FailureKind.NO_ADDRESS, FailureKind.MONITOR_BUSY, FailureKind.INTERNAL, FailureKind.DCS_AWAY)
                .contains(kind);

        assertThat(Diagnoses.of(patroniFails.seen(Round.START)) == Diagnosis.OK).isEqualTo(notAsked);
        assertThat(Diagnoses.of(sqlFails.seen(Round.START)) == Diagnosis.OK).isEqualTo(notAsked);
    }

    @ParameterizedTest
    @MethodSource("pairsOfFailures")
    void neverTakesAMemberForWellThatNobodyCouldRead(FailureKind patroni, FailureKind sql) {
        Member node = Member.standby("n1", 1, 100)
                .liveness(null)
                .patroniFails(patroni)
                .postgresFails(sql);

        assertThat(Diagnoses.of(node.seen(Round.START))).isNotEqualTo(Diagnosis.OK);
    }

    static Stream<Arguments> pairsOfFailures() {
        return Stream.of(FailureKind.values())
                .flatMap(patroni -> Stream.of(FailureKind.values()).map(sql -> Arguments.of(patroni, sql)));
    }

    @ParameterizedTest
    @CsvSource({
        "ok, OK",
        "REFUSED, POSTGRES_DOWN",
        "TIMEOUT, POSTGRES_HUNG",
        "AUTH, NOT_READABLE",
        "not asked, NOT_READABLE"
    })
    void doesNotTakeSilenceAboutPostgresForAFault(String sql, Diagnosis expected) {
        Member node = Member.standby("n1", 1, 100).says(NodeRole.UNKNOWN, "");

        assertThat(Diagnoses.of(withSql(node, sql).seen(Round.START))).isEqualTo(expected);
    }

    @Test
    void coversEveryMember() {
        Round round = Round.of(0, Member.primary("n1", 1, 100), Member.gone("n2"));

        assertThat(Diagnoses.of(round.seen()))
                .containsOnlyKeys("n1", "n2")
                .containsEntry("n1", Diagnosis.OK)
                .containsEntry("n2", Diagnosis.HOST_GONE);
    }

    private static Member withPatroni(Member node, String patroni) {
        if (patroni.equals("not asked")) {
            return node.patroniNotAsked();
        }
        boolean failure = patroni.equals(patroni.toUpperCase(Locale.ROOT));
        if (failure) {
            return node.patroniFails(FailureKind.valueOf(patroni));
        }
        return patroni.equals("running") ? node : node.says(NodeRole.REPLICA, patroni);
    }

    private static Member withSql(Member node, String sql) {
        return switch (sql) {
            case "ok" -> node;
            case "not asked" -> node.sqlOff();
            default -> node.postgresFails(FailureKind.valueOf(sql));
        };
    }
}
