package io.greenlang.patroni.monitor.source.patroni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PatroniStatus.Identity;
import io.greenlang.patroni.monitor.model.PatroniStatus.PendingSetting;
import io.greenlang.patroni.monitor.model.PatroniStatus.Postgres;
import io.greenlang.patroni.monitor.model.PatroniVersion;
import io.greenlang.patroni.monitor.model.PostgresState;
import io.greenlang.patroni.monitor.model.TagValue;
import io.greenlang.patroni.monitor.model.TagValue.Kind;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusParserTest {
    @Test
    void readsWhyARestartIsPending() throws UnusableAnswerException {
        assertThat(StatusParser.parse(Samples.json("3.3/patroni_leader.json")).pendingRestart())
                .containsExactly(
                        new PendingSetting("max_connections", "200", "300"),
                        new PendingSetting("shared_buffers", "4GB", "6GB"));
        assertThat(StatusParser.parse(Samples.json("4.1/patroni_leader.json")).pendingRestart())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            2.1/patroni_leader.json  | PRIMARY       | running          | -    | 2.1.7 | 140006 |  4 | ''
            2.1/patroni_replica.json | REPLICA       | running          | -    | 2.1.7 | 140006 |  4 | PENDING_RESTART
            3.0/patroni_leader.json  | PRIMARY       | running          | -    | 3.0.2 | 150002 |  6 | ''
            3.0/patroni_replica.json | REPLICA       | running          | -    | 3.0.2 | 150002 |  6 | SYNC_STANDBY
            3.3/patroni_leader.json  | PRIMARY       | running          | pg-a | 3.3.8 | 160010 | 12 | PAUSE PENDING_RESTART
            3.3/patroni_replica.json | REPLICA       | running          | pg-c | 3.3.8 | 160010 | 12 | PAUSE
            4.0/patroni_leader.json  | PRIMARY       | running          | pg-a | 4.0.7 | 170006 |  3 | ''
            4.0/patroni_replica.json | REPLICA       | running          | pg-b | 4.0.7 | 170006 |  3 | QUORUM_STANDBY
            4.1/patroni_leader.json  | PRIMARY       | running          | pg-b | 4.1.4 | 180001 |  8 | ''
            4.1/patroni_replica.json | REPLICA       | running          | pg-c | 4.1.4 | 180001 |  8 | REPLAY_PAUSED
            edge/patroni_2.1.0_cluster_unlocked_false.json      | REPLICA | running | - | 2.1.0 | 130003 | 1 | ''
            edge/patroni_crashed_leader.json    | PRIMARY       | crashed          | pg-b | 4.1.4 | - | - | ''
            edge/patroni_creating_replica.json  | UNINITIALIZED | creating replica | pg-c | 4.1.4 | - | - | ''
            edge/patroni_dcs_down_former_leader.json | REPLICA  | running | pg-b | 4.1.4 | 180001 | 8 | CLUSTER_UNLOCKED
            edge/patroni_failsafe_primary.json  | PRIMARY | running | pg-b | 4.1.4 | 180001 | 8 | CLUSTER_UNLOCKED FAILSAFE_ACTIVE
            edge/patroni_failsafe_replica.json  | REPLICA | running | pg-a | 4.1.4 | 180001 | 8 | CLUSTER_UNLOCKED FAILSAFE_ACTIVE
            edge/patroni_leader_state_unknown.json | PRIMARY    | unknown          | pg-b | 4.1.4 | - | - | ''
            edge/patroni_leader_stopping.json   | PRIMARY       | stopping         | pg-b | 4.1.4 | - | - | ''
            edge/patroni_replica_timeline_null.json | REPLICA   | running | pg-a | 4.1.4 | 180001 | - | ''
            edge/patroni_split_brain_second_primary_paused.json | PRIMARY | running | pg-c | 4.1.4 | 180001 | 9 | PAUSE
            edge/patroni_starting_no_sql.json   | REPLICA       | starting         | pg-a | 4.1.4 | - | - | ''
            edge/patroni_stopped.json           | DEMOTED       | stopped          | pg-a | 4.1.4 | - | - | ''
            """, delimiter = '|')
    void readsTheNodeOfEveryVersionAndPlight(
            String sample,
            NodeRole role,
            String state,
            String name,
            String version,
            Integer serverVersion,
            Integer timeline,
            String flags)
            throws UnusableAnswerException {
        PatroniStatus status = StatusParser.parse(Samples.json(sample));

        assertThat(status.role()).isEqualTo(role);
        assertThat(status.state().text()).isEqualTo(state);
        assertThat(status.identity().name()).isEqualTo(name);
        assertThat(status.identity().version().text()).isEqualTo(version);
        assertThat(status.identity().scope()).isEqualTo("orders-eu");
        assertThat(status.flags().stream().map(Flag::name).sorted()).containsExactly(words(flags));
        assertThat(status.timeline()).isEqualTo(Optional.ofNullable(timeline));
        if (serverVersion == null) {
            assertThat(status.postgres()).as("short shape").isNull();
        } else {
            assertThat(status.postgres().serverVersion()).isEqualTo(serverVersion);
            assertThat(status.postgres().postmasterStartTime()).isNotNull();
        }
    }

    @Test
    void readsAReplicaWhoseReplayIsPaused() throws UnusableAnswerException {
        PatroniStatus status = StatusParser.parse(Samples.json("4.1/patroni_replica.json"));

        assertThat(status.identity())
                .isEqualTo(
                        new Identity("orders-eu", "pg-c", new PatroniVersion("4.1.4", 4, 1, 4), "7480115527713042177"));
        assertThat(status.postgres())
                .isEqualTo(new Postgres(
                        180001,
                        Instant.parse("2026-07-20T03:15:07.732099Z"),
                        8,
                        null,
                        new Lsn(17_716_740_096L),
                        new Lsn(17_691_574_272L),
                        Instant.parse("2026-07-26T07:19:02.551120Z"),
                        new PostgresState("streaming")));
        assertThat(status.dcsLastSeen()).isEqualTo(Instant.ofEpochSecond(1_785_050_408));
        assertThat(status.tags().values())
                .containsOnly(
                        Map.entry("sync_priority", new TagValue(Kind.NUMBER, "2")),
                        Map.entry("nosync", new TagValue(Kind.FALSE, "false")));
        assertThat(status.claimsPrimary()).isFalse();
    }

    @Test
    void readsTheStartTimeInTheZoneOfTheSession() throws UnusableAnswerException {
        PatroniStatus status = StatusParser.parse(Samples.json("3.0/patroni_replica.json"));

        assertThat(status.postgres().postmasterStartTime()).isEqualTo("2023-03-30T19:44:02.120008Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edge/patroni_crashed_leader.json",
                "edge/patroni_leader_state_unknown.json",
                "edge/patroni_leader_stopping.json"
            })
    void aPrimaryOnItsWayDownDoesNotClaimToBeOne(String sample) throws UnusableAnswerException {
        assertThat(StatusParser.parse(Samples.json(sample)).claimsPrimary()).isFalse();
    }

    @Test
    void aSecondPrimaryClaimsToBeOne() throws UnusableAnswerException {
        assertThat(StatusParser.parse(Samples.json("edge/patroni_split_brain_second_primary_paused.json"))
                        .claimsPrimary())
                .isTrue();
    }

    @Test
    void takesTheKeyWalThatPatroniPreparesFor() throws UnusableAnswerException {
        PatroniStatus status = parse(", 'wal': {'location': 50331984, 'paused': true}");

        assertThat(status.location()).contains(new Lsn(50_331_984));
        assertThat(status.has(Flag.REPLAY_PAUSED)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", 'xlog': null",
                ", 'xlog': 'x', 'timeline': '8', 'server_version': 'eighteen'",
                ", 'xlog': {'location': -1, 'received_location': 0, 'replayed_location': '5'}",
                ", 'timeline': 8.5, 'server_version': 99999999999, 'postmaster_start_time': 5",
                ", 'postmaster_start_time': '2021-08-11 07:02:20.732 UTC', 'replication_state': true",
            })
    void whatIsOfAnotherTypeIsAbsent(String fields) throws UnusableAnswerException {
        assertThat(parse(fields).postgres()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "'7480115527713042177' | 7480115527713042177",
                "7480115527713042177   | 7480115527713042177",
                "18446744073709551615  | 18446744073709551615",
                "7.480115527713042e18  | -",
                "'none'                | -",
                "null                  | -",
            },
            quoteCharacter = '"')
    void theSystemIdentifierKeepsItsDigits(String json, String identifier) throws UnusableAnswerException {
        assertThat(parse(", 'database_system_identifier': " + json).identity().systemIdentifier())
                .isEqualTo(identifier);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7258118400",
                "20000000000",
                "31556889864403199",
                "0",
                "-1",
                "'1785050410'",
                "1785050410.5",
                "null",
                "99999999999999999"
            })
    void theDcsWasNeverSeenUnlessThereAreWholeSeconds(String json) throws UnusableAnswerException {
        assertThat(parse(", 'dcs_last_seen': " + json).dcsLastSeen()).isNull();
    }

    @Test
    void flagsThatAreNotTrueAreNotSet() throws UnusableAnswerException {
        assertThat(parse(", 'pause': false, 'pending_restart': 'true', 'cluster_unlocked': null, 'sync_standby': 1")
                        .flags())
                .isEmpty();
    }

    @Test
    void readsTheFlagOfAFailedWatchdog() throws UnusableAnswerException {
        assertThat(parse(", 'watchdog_failed': true").flags()).containsExactly(Flag.WATCHDOG_FAILED);
    }

    @Test
    void tagsMayHaveValuesOfAnyType() throws UnusableAnswerException {
        assertThat(parse(", 'tags': {'a': 'x', 'b': true, 'c': 1.50, 'd': null, 'e': {'f': [1]}, 'g': [], 'h': NaN}")
                        .tags()
                        .values())
                .isEqualTo(Map.of(
                        "a", TagValue.text("x"),
                        "b", new TagValue(Kind.TRUE, "true"),
                        "c", new TagValue(Kind.NUMBER, "1.5"),
                        "d", new TagValue(Kind.NULL, "null"),
                        "e", new TagValue(Kind.OBJECT, "{\"f\":[1]}"),
                        "g", new TagValue(Kind.LIST, "[]"),
                        "h", TagValue.text("NaN")));
    }

    @Test
    void anotherWordForARoleIsNoFailure() throws UnusableAnswerException {
        assertThat(parse("").role()).isEqualTo(NodeRole.REPLICA);
        assertThat(StatusParser.parse(minimal("").put("role", "arbiter")).role())
                .isEqualTo(NodeRole.OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/patroni", "/patroni/scope"})
    void refusesAnAnswerWithoutWhatEveryVersionWrites(String pointer) throws UnusableAnswerException {
        ObjectNode json = minimal("");
        int slash = pointer.lastIndexOf('/');
        ((ObjectNode) json.at(pointer.substring(0, slash))).putNull(pointer.substring(slash + 1));

        assertThatThrownBy(() -> StatusParser.parse(json)).isInstanceOf(UnusableAnswerException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge/failsafe_topology.json", "edge/history_empty.json", "4.1/cluster.json"})
    void refusesTheAnswerToAnotherQuestion(String sample) {
        assertThatThrownBy(() -> StatusParser.parse(Samples.json(sample)))
                .isInstanceOf(UnusableAnswerException.class)
                .hasMessage("no text in \"scope\", which every version of Patroni writes");
    }

    @Test
    void keepsTheFactsOfANodeThatTellsNeitherRoleNorState() throws UnusableAnswerException {
        ObjectNode json = minimal(", 'timeline': 8, 'xlog': {'location': 500}, 'pause': true");
        json.putNull("role").put("state", 5).withObject("/patroni").remove("version");

        PatroniStatus status = StatusParser.parse(json);

        assertThat(status.role()).isEqualTo(NodeRole.UNKNOWN);
        assertThat(status.state()).isEqualTo(PostgresState.UNKNOWN);
        assertThat(status.identity().version().isKnown()).isFalse();
        assertThat(status.timeline()).contains(8);
        assertThat(status.has(Flag.PAUSE)).isTrue();
        assertThat(status.claimsPrimary()).isTrue();
        assertThat(status.runsPostgres()).isEqualTo(Certainty.YES);
    }

    @Test
    void aNodeThatTellsNothingOfItsPostgresIsNoReplicaAndNotDown() throws UnusableAnswerException {
        ObjectNode json = minimal("");
        json.remove(List.of("role", "state"));

        PatroniStatus status = StatusParser.parse(json);

        assertThat(status.role()).isEqualTo(NodeRole.UNKNOWN);
        assertThat(status.claimsPrimary()).isFalse();
        assertThat(status.runsPostgres()).isEqualTo(Certainty.UNKNOWN);
    }

    private static PatroniStatus parse(String fields) throws UnusableAnswerException {
        return StatusParser.parse(minimal(fields));
    }

    private static ObjectNode minimal(String fields) throws UnusableAnswerException {
        String json =
                "{'state': 'running', 'role': 'replica', 'patroni': {'version': '4.1.4', 'scope': 's'}" + fields + "}";
        JsonNode node = Samples.json(ByteString.encodeUtf8(json.replace('\'', '"')));
        return (ObjectNode) node;
    }

    private static String[] words(String text) {
        return text.isEmpty() ? new String[0] : text.split(" ");
    }
}
