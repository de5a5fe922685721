package io.greenlang.patroni.monitor.source.patroni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.Lag;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledSwitchover;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.PostgresState;
import io.greenlang.patroni.monitor.model.TagValue;
import io.greenlang.patroni.monitor.model.TagValue.Kind;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.ClusterParser;
import io.greenlang.patroni.monitor.source.document.RestAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterParserTest {
    private static final ClusterParser.Admission ADMISSION =
            new ClusterParser.Admission(RestAddress::baseOf, InputLimits.DEFAULTS, Set.of());

    /** A member is name, role, state, timeline and lag in bytes, with - for what is unknown. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            2.1/cluster.json | -         | false | pg-a leader running 4 - + pg-b sync_standby running 4 0 + pg-c replica running 4 16384
            3.0/cluster.json | -         | false | pg-a sync_standby running 6 0 + pg-b leader running 6 - + pg-c replica running 6 8192
            3.3/cluster.json | orders-eu | true  | pg-a leader running 12 - + pg-b replica streaming 12 0 + pg-c replica in archive recovery 12 33554432
            4.0/cluster.json | orders-eu | false | pg-a leader running 3 - + pg-b quorum_standby streaming 3 0 + pg-c quorum_standby streaming 3 512
            4.1/cluster.json | orders-eu | false | pg-a sync_standby streaming 8 0 + pg-b leader running 8 - + pg-c replica streaming 8 0
            edge/cluster_empty.json                        | orders-eu | false | ''
            edge/cluster_k8s_pod_without_status_3.3.json   | orders-eu | false | pg-a leader running 5 - + pg-b replica  - -
            edge/cluster_leader_crashed.json               | orders-eu | false | pg-a replica running 8 0 + pg-b leader crashed - - + pg-c replica running 8 0
            edge/cluster_leader_mid_switchover.json        | orders-eu | false | pg-a replica streaming 8 0 + pg-b leader running - - + pg-c replica streaming 8 0
            edge/cluster_mixed_versions_4.1_with_old_member.json | orders-eu | false | pg-a leader running 8 - + pg-b replica streaming 8 128
            edge/cluster_no_leader_4.1.json                | orders-eu | false | pg-a replica running 8 0 + pg-c replica running 8 0
            edge/cluster_split_brain_paused.json           | orders-eu | true  | pg-a replica streaming 8 0 + pg-b leader running 8 - + pg-c replica running 9 0
            edge/cluster_standby_cluster_4.1.json          | orders-dr | false | pg-a standby_leader in archive recovery 8 - + pg-b replica streaming 8 0
            edge/cluster_stopped_member_3.3.json           | orders-eu | false | pg-a replica start failed - - + pg-b leader running 8 - + pg-c replica streaming 8 0
            edge/cluster_stopped_member_4.1.json           | orders-eu | false | pg-a replica stopped - - + pg-b leader running 8 - + pg-c replica streaming 8 0
            """)
    void readsTheClusterOfEveryVersionAndPlight(String sample, String scope, boolean paused, String members)
            throws UnusableAnswerException {
        ClusterView view = ClusterParser.parse(Samples.json(sample), ADMISSION);

        assertThat(view.scope()).isEqualTo(scope);
        assertThat(view.paused()).isEqualTo(paused);
        assertThat(view.members().stream().map(ClusterParserTest::words).collect(Collectors.joining(" + ")))
                .isEqualTo(members);
    }

    @Test
    void readsWhichRestartsAreScheduled() throws UnusableAnswerException {
        assertThat(ClusterParser.parse(Samples.json("3.3/cluster.json"), ADMISSION)
                        .scheduledRestarts())
                .containsExactly(new ClusterView.ScheduledRestart("pg-c", Instant.parse("2025-10-02T01:00:00Z")));
        assertThat(ClusterParser.parse(Samples.json("4.1/cluster.json"), ADMISSION)
                        .scheduledRestarts())
                .isEmpty();
    }

    @Test
    void keepsReceivedAndReplayedPositionsApart() throws UnusableAnswerException {
        ListedMember replica = member("4.1/cluster.json", "pg-c");

        assertThat(replica.lag()).isEqualTo(new Lag(0L, Lsn.parse("4/20000000"), Lsn.parse("4/1E800000")));
        assertThat(replica.address()).isEqualTo(new MemberAddress("http://192.0.2.13:8008", "192.0.2.13", 5432));
        assertThat(replica.tags().values())
                .isEqualTo(Map.of(
                        "sync_priority", new TagValue(Kind.NUMBER, "2"), "nosync", new TagValue(Kind.FALSE, "false")));
    }

    @Test
    void aMemberOnAnOlderVersionHasOnlyItsOnePosition() throws UnusableAnswerException {
        assertThat(member("edge/cluster_mixed_versions_4.1_with_old_member.json", "pg-b")
                        .lag())
                .isEqualTo(new Lag(128L, Lsn.parse("4/1FFFFF80"), null));
    }

    @Test
    void lagIsUnknownWhereTheMemberPublishedNoPosition() throws UnusableAnswerException {
        assertThat(member("edge/cluster_stopped_member_4.1.json", "pg-a").lag()).isEqualTo(Lag.UNKNOWN);
        assertThat(member("edge/cluster_stopped_member_3.3.json", "pg-a").lag()).isEqualTo(Lag.UNKNOWN);
    }

    @Test
    void aPodWithoutStatusHasNoAddressYet() throws UnusableAnswerException {
        ListedMember pod = member("edge/cluster_k8s_pod_without_status_3.3.json", "pg-b");

        assertThat(pod.address()).isEqualTo(MemberAddress.NONE);
        assertThat(pod.state().text()).isEmpty();
        assertThat(pod.state().isRunning()).isFalse();
    }

    @Test
    void theLeaderIsWhoOwnsTheKey() throws UnusableAnswerException {
        assertThat(view("edge/cluster_no_leader_4.1.json").leader()).isEmpty();
        assertThat(view("edge/cluster_standby_cluster_4.1.json").leader())
                .map(ListedMember::name)
                .contains("pg-a");
    }

    @Test
    void readsAScheduledSwitchover() throws UnusableAnswerException {
        assertThat(parse("'members': [], 'scheduled_switchover': {'at': '2026-08-01T02:00:00+02:00', 'from': 'pg-a'}")
                        .scheduledSwitchover())
                .isEqualTo(new ScheduledSwitchover(Instant.parse("2026-08-01T00:00:00Z"), "pg-a", null));
    }

    @Test
    void aScheduleWithAnOddTimeIsStillASchedule() throws UnusableAnswerException {
        assertThat(parse("'members': [], 'scheduled_switchover': {'at': 'tonight', 'to': 'pg-b'}")
                        .scheduledSwitchover())
                .isEqualTo(new ScheduledSwitchover(null, null, "pg-b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "false", "'true'", "1"})
    void onlyTrueIsAPause(String json) throws UnusableAnswerException {
        assertThat(parse("'members': [], 'pause': " + json).paused()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "http://10.0.1.10:8008/patroni         | http://10.0.1.10:8008",
                "https://pg-a.example:8008/patroni     | https://pg-a.example:8008",
                "http://[2001:db8::7]:8008/patroni     | http://[2001:db8::7]:8008",
                "http://10.0.1.10:8008/patroni/        | http://10.0.1.10:8008",
                "http://10.0.1.10:8008                 | http://10.0.1.10:8008",
                "http://gateway:80/pg-a/patroni        | http://gateway",
                "http://pg_a:8008/patroni              | http://pg_a:8008",
                "http://u:secret@pg-a:8008/patroni?x#y | http://pg-a:8008",
                "ftp://10.0.1.10:8008/patroni          | -",
                "file:///etc/passwd                    | -",
                "http://10.0.1.10:99999/patroni        | -",
                "http://a{b:8008/patroni               | -",
                "10.0.1.10:8008                        | -",
                "http:///patroni                       | -",
                "http:/pg-a:8008/patroni               | -",
                "http://patroni                        | http://patroni",
                "HTTP://PG-A:8008/patroni              | http://pg-a:8008",
                "https://pg-a:8008/a%2Fb/patroni       | https://pg-a:8008",
                "''                                    | -",
            })
    void theBaseAddressIsSchemeHostAndPortOfTheApiUrl(String apiUrl, String base) throws UnusableAnswerException {
        assertThat(onlyMember("'api_url': '" + apiUrl + "'").address().apiUrl()).isEqualTo(base);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'db/?loggerFile=/tmp/x'", "'a b'", "'a,b'", "''", "'a&b'", "5", "null", "'a\\u0000'"})
    void aHostThatCouldBreakOutOfAConnectionStringIsNone(String host) throws UnusableAnswerException {
        assertThat(onlyMember("'host': " + host).address().host()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'10.0.1.10'", "'2001:db8::7'", "'fe80::1%eth0'", "'pg_a-1.example'"})
    void aHostNameOrAddressIsTaken(String host) throws UnusableAnswerException {
        assertThat("'" + onlyMember("'host': " + host).address().host() + "'").isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "'5432'", "5432.5", "null", "4294972728"})
    void whatIsNoPortIsNone(String port) throws UnusableAnswerException {
        assertThat(onlyMember("'port': " + port).address().port()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "'0'", "0.5", "null", "1e30", "[]"})
    void whatIsNoNumberOfBytesIsNoLag(String lag) throws UnusableAnswerException {
        assertThat(onlyMember("'lag': " + lag).lag()).isEqualTo(Lag.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'0/0'", "'x'", "''", "'4/'", "'1/2/3'", "17", "null"})
    void whatIsNoPositionIsNone(String lsn) throws UnusableAnswerException {
        assertThat(onlyMember("'receive_lsn': " + lsn + ", 'replay_lsn': " + lsn)
                        .lag())
                .isEqualTo(Lag.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'role': null, 'state': null,",
                "'role': 5, 'state': ['running'],",
                "'role': '', 'state': '',"
            })
    void aMemberWithoutRoleAndStateIsThereAllTheSame(String fields) throws UnusableAnswerException {
        ClusterView view = parse("'members': [{" + fields + "'name': 'a', 'timeline': 8},"
                + " {'name': 'b', 'role': 'leader', 'state': 'running'}]");

        assertThat(view.members())
                .extracting(ListedMember::name, ListedMember::role, ListedMember::state, ListedMember::timeline)
                .containsExactly(
                        tuple("a", MemberRole.UNKNOWN, PostgresState.UNKNOWN, 8),
                        tuple("b", MemberRole.LEADER, PostgresState.RUNNING, null));
        assertThat(view.leftOut().words()).isEmpty();
    }

    @Test
    void whatNamesNoMemberIsLeftOutAndCostsNoOther() throws UnusableAnswerException {
        ClusterView view =
                parse("'members': [5, {'name': 'a', 'role': 'leader'}, null, {'role': 'replica'}, {'name': ''},"
                        + " {'name': 7}, {'name': 'a', 'role': 'replica'}, {'name': 'b'}]");

        assertThat(view.members()).extracting(ListedMember::name).containsExactly("a", "b");
        assertThat(view.leader()).map(ListedMember::name).contains("a");
        assertThat(view.leftOut().words())
                .containsExactly(
                        "entry 1 has no name",
                        "entry 3 has no name",
                        "entry 4 has no name",
                        "entry 5 has no name",
                        "entry 6 has no name",
                        "entry 7 is a second a");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', nullValues = "-", textBlock = """
            'http://:8008/patroni'                | publishes an unusable api_url "http://:8008"
            'http://u:secret@:8008/patroni?x=1'   | publishes an unusable api_url "http://:8008"
            'ftp://10.0.0.1/patroni'              | publishes an unusable api_url "ftp://10.0.0.1"
            8008                                  | publishes an unusable api_url "8008"
            ''                                    | publishes an unusable api_url ""
            null                                  | publishes no api_url
            """)
    void saysWhatIsWrongWithAnApiUrl(String json, String words) throws UnusableAnswerException {
        MemberAddress address = onlyMember("'api_url': " + json).address();

        assertThat(address.apiUrl()).isNull();
        assertThat(address.whyNoApi()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            'host': '', 'port': 5432         | publishes an unusable address of PostgreSQL, host , port 5432
            'host': 'a b', 'port': 5432      | publishes an unusable address of PostgreSQL, host a b, port 5432
            'host': '10.0.0.1'               | publishes an unusable address of PostgreSQL, host 10.0.0.1, port unknown
            'host': '10.0.0.1', 'port': '1x' | publishes an unusable address of PostgreSQL, host 10.0.0.1, port 1x
            'port': 5432                     | publishes an unusable address of PostgreSQL, host unknown, port 5432
            'host': null                     | publishes no conn_url
            'host': '10.0.0.1', 'port': 5432 | publishes no conn_url
            """)
    void saysWhatIsWrongWithAnAddressOfPostgres(String fields, String words) throws UnusableAnswerException {
        assertThat(onlyMember(fields).address().whyNoPostgres()).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'members': {}", "'members': null", "'scope': 's'"})
    void refusesAnAnswerWithoutMembers(String fields) {
        assertThatThrownBy(() -> parse(fields)).isInstanceOf(UnusableAnswerException.class);
    }

    @Test
    void anotherWordForARoleIsNoFailure() throws UnusableAnswerException {
        assertThat(parse("'members': [{'name': 'a', 'role': 'arbiter', 'state': 'fine'}]")
                        .members()
                        .get(0)
                        .role())
                .isEqualTo(MemberRole.OTHER);
    }

    private static String words(ListedMember member) {
        return String.join(
                " ",
                member.name(),
                member.role().label(),
                member.state().text(),
                member.timeline() == null ? "-" : member.timeline().toString(),
                member.lag().bytes() == null ? "-" : member.lag().bytes().toString());
    }

    private static ClusterView view(String sample) throws UnusableAnswerException {
        return ClusterParser.parse(Samples.json(sample), ADMISSION);
    }

    private static ListedMember member(String sample, String name) throws UnusableAnswerException {
        return view(sample).member(name).orElseThrow();
    }

    private static ListedMember onlyMember(String fields) throws UnusableAnswerException {
        return parse("'members': [{'name': 'a', 'role': 'replica', 'state': 'running', " + fields + "}]")
                .members()
                .get(0);
    }

    private static ClusterView parse(String fields) throws UnusableAnswerException {
        return ClusterParser.parse(
                Samples.json(ByteString.encodeUtf8("{" + fields.replace('\'', '"') + "}")), ADMISSION);
    }
}
