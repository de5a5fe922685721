package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.Activity.Blocked;
import io.greenlang.patroni.monitor.model.Activity.Prepared;
import io.greenlang.patroni.monitor.model.Activity.Session;
import io.greenlang.patroni.monitor.model.Activity.XminHolder;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.Counter;
import java.sql.SQLDataException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactsJsonTest {
    private static final FactsJson.Most MOST = new FactsJson.Most(50, 100);

    static final String PRIMARY = """
            {"server": {"version_num": 150019, "system_identifier": "7575571111111111111",
                        "cluster_name": "shop", "postmaster_start_time": 1763843512123456, "monitor_privileges": true,
                        "now": 1763843572123456},
             "wal": {"in_recovery": false, "written_timeline": "0000001F", "received_timeline": null,
                     "current_lsn": "4/2000A0F8", "receive_lsn": null, "replay_lsn": null, "last_replay": null,
                     "replay_paused": false},
             "senders": [{"application_name": "node2", "client_address": "10.0.0.2", "state": "streaming",
                          "sync_state": "quorum", "sent_lsn": "4/2000A0F8", "flush_lsn": "4/2000A000",
                          "replay_lsn": "4/20000000", "replay_lag": 1500000}],
             "receiver": null,
             "slots": {"left_out": 4, "kept": [{"name": "node2", "type": "physical", "active": true, "wal_status": "reserved",
                        "retained": 41208, "safe_wal_size": null}]},
             "connections": {"client_backends": 12, "by_state": {"idle": 10, "active": 2}, "max_connections": 100,
                             "superuser_reserved": 3},
             "activity": {"longest_transaction": null,
                          "longest_idle": {"pid": 71, "user": "shop", "database": "shop", "application": "psql",
                                           "age": 1500000},
                          "blocked": {"sessions": 2, "longest": {"pid": 72, "user": null, "database": null,
                                                                 "application": "", "age": -5}, "blockers": [71, 0]},
                          "prepared": {"transactions": 1, "oldest": 60000000},
                          "xmin_ages": {"session": 17, "prepared_transaction": null, "replication_slot": 4000000000,
                                        "standby": null}},
             "archiver": {"enabled": true, "archived": 4000000000, "failed": 1, "last_archived": 1763843512000000,
                          "last_failed": null},
             "databases": {"left_out": 3, "watched": [{"name": "shop", "counters": {"xact_commit": 9007199254740993, "xact_rollback": 1,
                "blks_read": 2, "blks_hit": 3, "tup_returned": 4, "tup_fetched": 5, "tup_inserted": 6, "tup_updated": 7,
                "tup_deleted": 8, "conflicts": 9, "temp_files": 10, "temp_bytes": 11, "deadlocks": 12}}]}}
            """;

    @Test
    void readsAPrimary() throws SQLDataException {
        PostgresFacts facts = read(PRIMARY);

        assertThat(facts.server().clusterName()).isEqualTo("shop");
        assertThat(facts.server().postmasterStartTime()).isEqualTo(Instant.parse("2025-11-22T20:31:52.123456Z"));
        assertThat(facts.wal().timeline()).isEqualTo(31);
        assertThat(facts.wal().currentLsn()).isEqualTo(Lsn.parse("4/2000A0F8"));
        assertThat(facts.replication().senders().get(0).flushLsn()).isEqualTo(Lsn.parse("4/2000A000"));
        assertThat(facts.replication().senders().get(0).replayLag()).isEqualTo(Duration.ofMillis(1500));
        assertThat(facts.replication().receiver()).isNull();
        assertThat(facts.replication().slots().get(0).retainedBytes()).isEqualTo(41208);
        assertThat(facts.connections().byState()).containsEntry("idle", 10).containsEntry("active", 2);
        assertThat(facts.archiver().archivedCount()).isEqualTo(4_000_000_000L);
        assertThat(facts.databases().watched().get(0).counters())
                .containsEntry(Counter.XACT_COMMIT, 9_007_199_254_740_993L)
                .containsEntry(Counter.DEADLOCKS, 12L);
    }

    @Test
    void readsWhatSessionsHoldUp() throws SQLDataException {
        PostgresFacts facts = read(PRIMARY);

        assertThat(facts.activity())
                .isEqualTo(new Activity(
                        null,
                        new Session(71, "shop", "shop", "psql", Duration.ofMillis(1500)),
                        new Blocked(2, new Session(72, null, null, "", Duration.ZERO), List.of(71, 0)),
                        new Prepared(1, Duration.ofMinutes(1)),
                        Map.of(XminHolder.SESSION, 17L, XminHolder.REPLICATION_SLOT, 4_000_000_000L)));
        assertThat(facts.replication().slotsLeftOut()).isEqualTo(4);
        assertThat(facts.databases().leftOut()).isEqualTo(3);
    }

    @Test
    void hasNoActivityWithoutPrivileges() throws SQLDataException {
        String json = PRIMARY.replaceFirst("(?s)\"activity\": .*(\"archiver\":)", "\"activity\": null, $1");

        assertThat(read(json).activity()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"server\": 1}", "{\"server\": {}}", "no json"})
    void refusesWhatIsNoAnswer(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(SQLDataException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version_num\": 150019 | \"version_num\": null",
                "\"version_num\": 150019 | \"version_num\": 15.5",
                "\"version_num\": 150019 | \"version_num\": 99999999999",
                "\"monitor_privileges\": true | \"monitor_privileges\": \"yes\"",
                "\"current_lsn\": \"4/2000A0F8\" | \"current_lsn\": \"nonsense\"",
                "\"written_timeline\": \"0000001F\" | \"written_timeline\": \"history\"",
                "\"deadlocks\": 12 | \"deadlock\": 12",
                "\"blockers\": [71, 0] | \"blockers\": [\"x\"]",
                "\"left_out\": 3 | \"left_out\": null"
            })
    void refusesAFieldThatIsNotWhatWasAskedFor(String field, String instead) {
        assertThat(PRIMARY).contains(field);
        assertThatThrownBy(() -> read(PRIMARY.replace(field, instead))).isInstanceOf(SQLDataException.class);
    }

    @Test
    void tellsItsTimesByTheClockOfTheDaemon() throws SQLDataException {
        ClockOffset hourAhead = new ClockOffset(Duration.ofHours(1));
        String standby = PRIMARY.replace("\"receiver\": null", """
                "receiver": {"status": "streaming", "sender_host": "node1", "sender_port": 5432, "timeline": 31,
                             "last_message": 1763843512000000}""");
        List<Instant> told = new ArrayList<>();

        PostgresFacts facts = FactsJson.parse(standby, MOST, now -> {
            told.add(now);
            return hourAhead;
        });

        assertThat(told).containsExactly(Instant.parse("2025-11-22T20:32:52.123456Z"));
        assertThat(facts.server().hostClock()).isEqualTo(hourAhead);
        assertThat(facts.server().postmasterStartTime()).isEqualTo("2025-11-22T19:31:52.123456Z");
        assertThat(facts.replication().receiver().lastMessageReceived()).isEqualTo("2025-11-22T19:31:52Z");
        assertThat(facts.archiver().lastArchived()).isEqualTo("2025-11-22T19:31:52Z");
        assertThat(facts.archiver().lastFailed()).isNull();
    }

    private static PostgresFacts read(String json) throws SQLDataException {
        return FactsJson.parse(json, MOST, now -> ClockOffset.NONE);
    }
}
