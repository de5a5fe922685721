package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.app.CommandOutput.Colour;
import io.greenlang.patroni.monitor.export.text.Terminal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandOutputTest {
    private static final Optional<Integer> WIDE = Optional.of(120);
    private static final Optional<Integer> NO_TERMINAL = Optional.empty();

    @Test
    void aTerminalHasColoursAndItsOwnWidth() {
        assertThat(auto(Map.of(), WIDE)).isEqualTo(new Terminal(120, true));
        assertThat(auto(Map.of(), Optional.of(0))).isEqualTo(new Terminal(Terminal.UNBOUNDED, true));
    }

    @Test
    void aPipeHasNeither() {
        assertThat(auto(Map.of("TERM", "xterm"), NO_TERMINAL)).isEqualTo(Terminal.NONE);
    }

    @Test
    void coloursCanBeRefused() {
        assertThat(auto(Map.of("NO_COLOR", "1"), WIDE).colour()).isFalse();
        assertThat(auto(Map.of("NO_COLOR", ""), WIDE).colour()).isTrue();
        assertThat(auto(Map.of("TERM", "dumb"), WIDE).colour()).isFalse();
        assertThat(CommandOutput.terminal(Colour.never, Map.of(), WIDE).colour())
                .isFalse();
        assertThat(CommandOutput.terminal(Colour.always, Map.of("NO_COLOR", "1"), NO_TERMINAL)
                        .colour())
                .isTrue();
    }

    @Test
    void columnsOverridesTheWidthUnlessItIsNonsense() {
        assertThat(auto(Map.of("COLUMNS", "60"), WIDE).columns()).isEqualTo(60);
        assertThat(auto(Map.of("COLUMNS", "60"), NO_TERMINAL).columns()).isEqualTo(60);
        assertThat(auto(Map.of("COLUMNS", "-1"), WIDE).columns()).isEqualTo(120);
        assertThat(auto(Map.of("COLUMNS", "wide"), WIDE).columns()).isEqualTo(120);
    }

    private static Terminal auto(Map<String, String> environment, Optional<Integer> tty) {
        return CommandOutput.terminal(Colour.auto, environment, tty);
    }
}
