package io.greenlang.patroni.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresStateTest {
    @ParameterizedTest
    @CsvSource({
        "initializing new cluster, 0",
        "initdb failed, 1",
        "running custom bootstrap script, 2",
        "custom bootstrap failed, 3",
        "creating replica, 4",
        "running, 5",
        "starting, 6",
        "starting after custom bootstrap, 7",
        "start failed, 8",
        "restarting, 9",
        "restart failed, 10",
        "stopping, 11",
        "stopped, 12",
        "stop failed, 13",
        "crashed, 14"
    })
    void hasTheNumberThatPatroniGivesIt(String state, int number) {
        assertThat(new PostgresState(state).number()).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "streaming", "in archive recovery", "of a fork"})
    void aWordWithoutANumberHasNone(String state) {
        assertThat(new PostgresState(state).number()).isEmpty();
    }

    @Test
    void whatIsNotToldHasNone() {
        assertThat(PostgresState.UNKNOWN.number()).isEmpty();
    }
}
