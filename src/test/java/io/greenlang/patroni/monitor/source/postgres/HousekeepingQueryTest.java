package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Housekeeping.Checkpoints;
import io.greenlang.patroni.monitor.model.Housekeeping.Checksums;
import io.greenlang.patroni.monitor.model.Housekeeping.FreezeAge;
import io.greenlang.patroni.monitor.model.Housekeeping.Setting;
import java.sql.SQLDataException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HousekeepingQueryTest {
    static final String ANSWER = """
            {"transaction_ids": {"database": "shop", "age": 1072241824},
             "multixacts": {"database": "template0", "age": 7},
             "checkpoints": {"timed": 288, "requested": 3, "write_millis": 77000000, "sync_millis": 12, "buffers": 9},
             "checksums": {"failures": 1, "last_failure": 1763843512000000},
             "settings": [{"name": "max_connections", "value": "100", "text": false, "pending_restart": true},
                          {"name": "archive_command", "value": "-17", "text": true, "pending_restart": false}]}
            """;

    @Test
    void readsAnAnswer() throws SQLDataException {
        Housekeeping read = HousekeepingQuery.parse(ANSWER);

        assertThat(read)
                .isEqualTo(new Housekeeping(
                        new FreezeAge("shop", 1_072_241_824),
                        new FreezeAge("template0", 7),
                        new Checkpoints(288, 3, 77_000_000, 12, 9),
                        new Checksums(1, Instant.parse("2025-11-22T20:31:52Z")),
                        List.of(
                                new Setting("max_connections", "100", false, true),
                                new Setting("archive_command", "-17", true, false))));
        assertThat(read.transactionIds().percent()).isEqualTo(50);
        assertThat(read.pendingRestart()).containsExactly("max_connections");
        assertThat(read.settings().get(1).shownValue()).isEmpty();
    }

    @Test
    void hasNoChecksumsWhereTheyAreOff() throws SQLDataException {
        String off = ANSWER.replaceFirst("\"checksums\": \\{[^}]*}", "\"checksums\": null");

        assertThat(HousekeepingQuery.parse(off).checksums()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "{\"transaction_ids\": null}", "no json"})
    void refusesWhatIsNoAnswer(String json) {
        assertThatThrownBy(() -> HousekeepingQuery.parse(json)).isInstanceOf(SQLDataException.class);
    }
}
