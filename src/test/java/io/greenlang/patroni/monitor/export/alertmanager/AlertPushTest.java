package io.greenlang.patroni.monitor.export.alertmanager;

import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.LINKS;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.NOON;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.RESEND;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.cluster;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.firing;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.pending;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.report;
import static io.greenlang.patroni.monitor.export.alertmanager.Alerts.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.Overdue;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.testing.SteppedClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looks every few milliseconds at what a test shows, by a clock that the test moves. */
@Timeout(60)
class AlertPushTest {
    private static final Alert NO_LEADER = firing("PatroniNoLeader", null);
    private static final Alert DOWN = firing("PatroniMemberDown", "a-1");

    private final SteppedClock clock = new SteppedClock(Clock.fixed(NOON, ZoneOffset.UTC));
    private final RecordedMetrics metrics = new RecordedMetrics();
    private final FakeAlertmanager alertmanager = new FakeAlertmanager();
    private volatile Supplier<MonitorReport> board = () -> report(cluster("a"), cluster("b"));
    private final AlertPush push = new AlertPush(() -> board.get(), metrics, clock, Duration.ofMillis(5));

    AlertPushTest() throws IOException {}

    @AfterEach
    void stop() {
        push.close();
        alertmanager.close();
    }

    @Test
    void isHeardOfBeforeAnythingFires() throws Exception {
        push.configure(to(alertmanager.url()), LINKS);

        assertThat(alertmanager.next()).isEmpty();
        assertThat(metrics.next()).endsWith(" taken");
    }

    @Test
    void tellsAtOnceWhatBeginsToFireButNotWhatIsPending() throws Exception {
        push.configure(to(alertmanager.url()), LINKS);
        alertmanager.next();

        show(cluster("a", pending("PatroniPaused")));
        show(cluster("a", pending("PatroniPaused"), NO_LEADER), cluster("b", DOWN));

        assertThat(alertmanager.next())
                .containsExactly(
                        "PatroniNoLeader a 2026-11-22T12:00:00Z 2026-11-22T12:02:00Z",
                        "PatroniMemberDown b a-1 2026-11-22T12:00:00Z 2026-11-22T12:02:00Z");
    }

    @Test
    void tellsAgainAtTheResendIntervalAndNotBefore() throws Exception {
        show(cluster("a", NO_LEADER));
        push.configure(to(alertmanager.url()), LINKS);
        alertmanager.next();

        clock.advance(RESEND.minusMillis(1));
        awaitLooks(3);
        assertThat(alertmanager.messages()).isOne();
        clock.advance(Duration.ofMillis(1));

        assertThat(alertmanager.next()).containsExactly("PatroniNoLeader a 2026-11-22T12:00:00Z 2026-11-22T12:02:30Z");
    }

    @Test
    void tellsWhenAnAlertEndedForAQuarterOfAnHour() throws Exception {
        show(cluster("a", NO_LEADER));
        push.configure(to(alertmanager.url()), LINKS);
        alertmanager.next();

        clock.advance(Duration.ofSeconds(7));
        show(cluster("a"));

        String ended = "PatroniNoLeader a 2026-11-22T12:00:00Z 2026-11-22T12:00:07Z";
        assertThat(alertmanager.next()).containsExactly(ended);
        clock.advance(RESEND);
        assertThat(alertmanager.next()).containsExactly(ended);
        clock.advance(Duration.ofMinutes(14));
        assertThat(alertmanager.next()).containsExactly(ended);
        clock.advance(Duration.ofMinutes(1));
        assertThat(alertmanager.next()).isEmpty();
    }

    @Test
    void endsTheAlertsOfAClusterThatIsNotWatchedAnyMore() throws Exception {
        show(cluster("a", NO_LEADER), cluster("b", NO_LEADER));
        push.configure(to(alertmanager.url()), LINKS);
        alertmanager.next();

        clock.advance(Duration.ofSeconds(7));
        show(cluster("b", NO_LEADER));

        assertThat(alertmanager.next())
                .containsExactly(
                        "PatroniNoLeader b 2026-11-22T12:00:00Z 2026-11-22T12:02:07Z",
                        "PatroniNoLeader a 2026-11-22T12:00:00Z 2026-11-22T12:00:07Z");
    }

    @Test
    void tellsThatNoPollFinishes() throws Exception {
        ClusterReport awaiting = ClusterReport.awaiting(Snapshots.config());
        board = () -> report(Overdue.at(clock.instant(), awaiting, NOON));
        push.configure(to(alertmanager.url()), LINKS);
        assertThat(alertmanager.next()).isEmpty();

        clock.advance(Duration.ofSeconds(16));

        assertThat(alertmanager.next())
                .containsExactly(
                        "PatroniMonitorPollFailing greenlang-cluster 2026-11-22T12:00:15Z 2026-11-22T12:02:16Z");
    }

    @Test
    void oneThatHangsDelaysNobody() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            URI hanging = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            push.configure(to(hanging, alertmanager.url()), LINKS);
            assertThat(alertmanager.next()).isEmpty();

            show(cluster("a", NO_LEADER));
            assertThat(alertmanager.next()).hasSize(1);
            show(cluster("a"));
            assertThat(alertmanager.next()).hasSize(1);
        }
    }

    @Test
    void tellsAnotherOneEverythingFromTheReconfigurationOn() throws Exception {
        show(cluster("a", NO_LEADER));
        push.configure(to(alertmanager.url()), LINKS);
        alertmanager.next();
        metrics.next();
        clock.advance(Duration.ofSeconds(1));
        show(cluster("a", DOWN));
        alertmanager.next();
        metrics.next();

        try (FakeAlertmanager other = new FakeAlertmanager()) {
            push.configure(to(other.url()), LINKS);

            assertThat(metrics.next()).isEqualTo(alertmanager.name() + " forgotten");
            assertThat(other.next())
                    .as("what ended before, too")
                    .containsExactly(
                            "PatroniMemberDown a a-1 2026-11-22T12:00:00Z 2026-11-22T12:02:01Z",
                            "PatroniNoLeader a 2026-11-22T12:00:00Z 2026-11-22T12:00:01Z");
            show(cluster("a"));
            other.next();
            assertThat(alertmanager.messages()).isEqualTo(2);
            push.close();
        }
    }

    @Test
    void goesOnAsBeforeWhenTheConfigurationIsTheSame() throws Exception {
        push.configure(to(alertmanager.url()), LINKS);
        alertmanager.next();
        push.configure(to(alertmanager.url()), new LinksConfig(LINKS.runbooks(), LINKS.grafana()));
        awaitLooks(3);
        assertThat(alertmanager.messages()).isOne();

        push.configure(to(alertmanager.url()), new LinksConfig("https://other.example", LINKS.grafana()));

        assertThat(alertmanager.next()).isEmpty();
    }

    @Test
    void isSilentWhenItIsSwitchedOffOrClosed() throws Exception {
        show(cluster("a", NO_LEADER));
        push.configure(to(alertmanager.url()), LINKS);
        alertmanager.next();

        push.configure(to(), LINKS);
        show(cluster("a"));
        push.configure(to(alertmanager.url()), LINKS);
        assertThat(alertmanager.next()).hasSize(1);
        push.close();
        push.configure(to(Duration.ofSeconds(1), alertmanager.url()), LINKS);

        assertThat(alertmanager.messages()).isEqualTo(2);
    }

    @Test
    void aBugInWhatItLooksAtDoesNotStopIt() throws Exception {
        board = () -> {
            throw new IllegalStateException("for a test");
        };
        push.configure(to(alertmanager.url()), LINKS);

        show(cluster("a", NO_LEADER));

        assertThat(alertmanager.next()).hasSize(1);
    }

    private void show(ClusterReport... clusters) {
        MonitorReport report = report(clusters);
        board = () -> report;
    }

    /** Until it has looked so many times more at what is shown. */
    private void awaitLooks(int looks) throws InterruptedException {
        Supplier<MonitorReport> shown = board;
        CountDownLatch looked = new CountDownLatch(looks);
        board = () -> {
            looked.countDown();
            return shown.get();
        };
        assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
