package io.greenlang.patroni.monitor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Rule;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunbookIndexTest {
    private final String page = RunbookIndex.text(Configs.LOADER.defaults().thresholds());

    @Test
    void hasOneRowForEachAlertInTheOrderOfTheCatalogue() {
        assertThat(page.lines().filter(line -> line.startsWith("| [")).map(line -> line.split("[\\[\\]]", 3)[1]))
                .containsExactlyElementsOf(
                        Catalogue.rules().stream().map(Rule::name).toList());
    }

    @Test
    void linksEachAlertToItsPage() {
        assertThat(page.lines())
                .contains(
                        "| [PatroniSplitBrain](PatroniSplitBrain.md) |"
                                + " More than one member of the cluster accepts writes |  | at once |",
                        "| [PatroniReplicationLagBytes](PatroniReplicationLagBytes.md) |"
                                + " A standby has too much WAL still to replay |"
                                + " more than 50 MiB for 1 min | more than 100 MiB for 1 min |");
    }

    @ParameterizedTest
    @CsvSource({
        "PatroniReplicationLagSeconds, 0.5, PT90S, more than 0.5 s for 90 s",
        "PatroniReplicationLagBytes, 1572864, PT2H, more than 1.5 MiB for 2 h",
        "PatroniConnectionUsage, 80, PT5M, more than 80 % for 5 min",
        "PatroniWalArchiveFailures, 0, PT0S, more than 0",
        "PatroniMonitorPollFailing, 3, PT0S, more than 3 intervals",
        "PatroniNoLeader, 0, PT30S, for 30 s",
        "PatroniNoLeader, 0, PT0S, at once",
        "PatroniPaused, 0, PT30M, for 30 min",
    })
    void saysInWordsWhenAnAlertFires(String rule, double limit, Duration pendingFor, String words) {
        assertThat(RunbookIndex.words(Catalogue.rule(rule).orElseThrow(), new Limit(limit, pendingFor)))
                .isEqualTo(words);
    }

    @Test
    void showsTheLimitsOfTheConfigurationAndWhatItSwitchesOff() {
        Thresholds own = Configs.thresholds("failovers { warning = off, critical = 7 }");
        assertThat(RunbookIndex.text(own)).contains("changed too often within 24 hours | off | more than 7 |");
    }
}
