package io.greenlang.patroni.monitor.export.alertmanager;

import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.NOON;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.cluster;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.firing;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.pending;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.export.alertmanager.AlertHistory.AlertState;
import io.greenlang.patroni.monitor.rule.Alert;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlertHistoryTest {
    private final AlertHistory ledger = new AlertHistory();

    @Test
    void notesWhatFiresOfEveryCluster() {
        Alert down = firing("PatroniMemberDown", "a-1");

        boolean changed = ledger.update(report(cluster("a", down, pending("PatroniPaused")), cluster("b", down)), NOON);

        assertThat(changed).isTrue();
        assertThat(ledger.notices()).containsExactly(new AlertState("a", down, null), new AlertState("b", down, null));
    }

    @Test
    void hasNothingToTellOfWhatIsPending() {
        assertThat(ledger.update(report(cluster("a", pending("PatroniPaused"))), NOON))
                .isFalse();
        assertThat(ledger.notices()).isEmpty();
    }

    @Test
    void takesNewWordsForTheSameAlert() {
        ledger.update(report(cluster("a", lag("41 s of lag"))), NOON);

        assertThat(ledger.update(report(cluster("a", lag("42 s of lag"))), seconds(5)))
                .isFalse();
        assertThat(ledger.notices()).containsExactly(new AlertState("a", lag("42 s of lag"), null));
    }

    @Test
    void takesANewStartForAnotherAlert() {
        ledger.update(report(cluster("a", firing("PatroniNoLeader", null))), NOON);

        assertThat(ledger.update(report(cluster("a", firing("PatroniNoLeader", null, seconds(5)))), seconds(6)))
                .isTrue();
        assertThat(ledger.notices()).hasSize(1);
    }

    @Test
    void remembersForAQuarterOfAnHourWhenAnAlertEnded() {
        Alert noLeader = firing("PatroniNoLeader", null);
        ledger.update(report(cluster("a", noLeader)), NOON);

        assertThat(ledger.update(report(cluster("a")), seconds(90))).isTrue();
        assertThat(ledger.notices()).containsExactly(new AlertState("a", noLeader, seconds(90)));

        Instant quarterOfAnHourLater = seconds(90).plus(Duration.ofMinutes(15));
        assertThat(ledger.update(report(cluster("a")), quarterOfAnHourLater)).isFalse();
        assertThat(ledger.notices()).containsExactly(new AlertState("a", noLeader, seconds(90)));

        ledger.update(report(cluster("a")), quarterOfAnHourLater.plusSeconds(1));
        assertThat(ledger.notices()).isEmpty();
    }

    @Test
    void anAlertThatEndsNoLongerFires() {
        ledger.update(report(cluster("a", firing("PatroniPaused", null))), NOON);

        assertThat(ledger.update(report(cluster("a", pending("PatroniPaused"))), seconds(5)))
                .isTrue();
        assertThat(ledger.notices()).extracting(AlertState::ended).containsExactly(seconds(5));
    }

    @Test
    void whatFiresAgainHasNotEnded() {
        ledger.update(report(cluster("a", firing("PatroniNoLeader", null))), NOON);
        ledger.update(report(cluster("a")), seconds(5));
        Alert again = firing("PatroniNoLeader", null, seconds(10));

        assertThat(ledger.update(report(cluster("a", again)), seconds(10))).isTrue();
        assertThat(ledger.notices()).containsExactly(new AlertState("a", again, null));
    }

    @Test
    void endsTheAlertsOfAClusterThatIsNotWatchedAnyMore() {
        Alert noLeader = firing("PatroniNoLeader", null);
        ledger.update(report(cluster("a", noLeader), cluster("b", noLeader)), NOON);

        assertThat(ledger.update(report(cluster("b", noLeader)), seconds(5))).isTrue();
        assertThat(ledger.notices())
                .containsExactly(new AlertState("b", noLeader, null), new AlertState("a", noLeader, seconds(5)));
    }

    private static Alert lag(String words) {
        Alert alert = firing("PatroniReplicationLagSeconds", "a-1");
        return new Alert(alert.identity(), alert.state(), alert.began(), alert.since(), 1, words);
    }

    private static Instant seconds(long afterNoon) {
        return NOON.plusSeconds(afterNoon);
    }
}
