package io.greenlang.patroni.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.ClusterView.ScheduledSwitchover;
import io.greenlang.patroni.monitor.model.Observation.PeerView;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes alerts silent is not believed from one member alone. */
class MaintenanceVoicesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant DUE = NOW.plusSeconds(60);

    /** @param views P of one that shows a pause, the newest first */
    @ParameterizedTest
    @CsvSource({"P, true", "-, false", "P-, false", "-P, false", "PP, true", "P--, false", "-P-, false", "PP-, true"})
    void isPausedAsMostOfTheNewestViewsShow(String views, boolean expected) {
        assertThat(seen(views).isPaused()).isEqualTo(expected);
    }

    @Test
    void asksNoMoreThanThreeSoThatManyMembersAreNotSlow() {
        assertThat(seen("PP------").isPaused()).isTrue();
        assertThat(seen("--PPPPPP").isPaused()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"S, true", "-, false", "S-, false", "S--, false", "-S-, false", "S-S, true", "ss, true"})
    void expectsASwitchoverThatMostOfTheNewestViewsShow(String views, boolean expected) {
        assertThat(seen(views).dcs().scheduledSwitchover().isPresent()).isEqualTo(expected);
    }

    private static Observation seen(String views) {
        List<PeerView> peers = new ArrayList<>();
        for (int i = 1; i < views.length(); i++) {
            peers.add(new PeerView("n" + i, view(views.charAt(i), i)));
        }
        return Round.of(NOW, List.of())
                .view(view(views.charAt(0), 0))
                .viewedBy("n0")
                .peers(peers)
                .seen();
    }

    /** The wall clock is not the daemon's: what is one time in the DCS is not quite the same in two rounds. */
    private static Answer<ClusterView> view(char shows, int age) {
        ScheduledSwitchover planned =
                Character.toLowerCase(shows) == 's' ? new ScheduledSwitchover(DUE.plusMillis(age), null, null) : null;
        Instant at = NOW.minusSeconds(age);
        return Answer.answered(new ClusterView("demo", List.of(), shows == 'P', planned), at, at);
    }
}
