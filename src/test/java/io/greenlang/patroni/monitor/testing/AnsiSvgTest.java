package io.greenlang.patroni.monitor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnsiSvgTest {
    @Test
    void keepsTheTextAndTurnsSequencesIntoStyles() {
        assertThat(AnsiSvg.of("a \u001b[32mwell\u001b[0m & <good>\r\n"))
                .contains("a <tspan fill=\"#7ee787\">well</tspan> &amp; &lt;good&gt;</text>")
                .contains("height=\"51\"")
                .doesNotContain("\u001b", "\r");
    }
}
