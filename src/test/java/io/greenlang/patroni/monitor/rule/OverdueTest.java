package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverdueTest {
    private static final Instant STARTED = Snapshots.NOON.minusSeconds(3600);

    @ParameterizedTest
    @CsvSource({"0, 0, HEALTHY", "15000, 0, HEALTHY", "15001, 1, HEALTHY", "50000, 1, HEALTHY", "50001, 2, BLIND"})
    void comparesTheAgeOfTheSnapshotWithIntervalsOfFiveSeconds(long millis, int alerts, ClusterState state) {
        ClusterReport report = Overdue.at(Snapshots.NOON.plusMillis(millis), polledAtNoon(), STARTED);

        assertThat(report.alerts()).hasSize(alerts);
        assertThat(report.state()).isEqualTo(state);
        assertThat(report.snapshot()).isPresent();
    }

    @Test
    void tellsHowManyIntervalsWereMissed() {
        ClusterReport report = Overdue.at(Snapshots.NOON.plusSeconds(17), polledAtNoon(), STARTED);

        assertThat(report.alerts())
                .containsExactly(new Alert(
                        new Alert.Identity("PatroniMonitorPollFailing", Severity.WARNING, null, false),
                        Alert.State.FIRING,
                        Snapshots.NOON.plusSeconds(15),
                        Snapshots.NOON.plusSeconds(15),
                        3.4,
                        "No poll of greenlang-cluster has finished for 3.4 intervals of 5 s."));
    }

    @Test
    void countsFromTheStartUntilTheFirstPollHasFinished() {
        ClusterReport awaiting = ClusterReport.awaiting(Snapshots.config());

        assertThat(Overdue.at(STARTED.plusSeconds(15), awaiting, STARTED)).isEqualTo(awaiting);
        assertThat(Overdue.at(STARTED.plusSeconds(16), awaiting, STARTED).alerts())
                .extracting(Alert::severity)
                .containsExactly(Severity.WARNING);
    }

    @Test
    void addsToTheAlertsThatAreThere() {
        ClusterReport report = new Judge(Duration.ofMinutes(5))
                .judge(
                        Snapshots.config(),
                        Snapshots.healthy().failovers(2).paused().build());

        assertThat(Overdue.at(Snapshots.NOON.plusSeconds(60), report, STARTED).alerts())
                .extracting(Alert::name)
                .containsExactly(
                        "PatroniMonitorPollFailing",
                        "PatroniMonitorPollFailing",
                        "PatroniFailovers",
                        "PatroniPaused",
                        "PatroniPaused");
    }

    @Test
    void isPendingForTheConfiguredTime() {
        Thresholds patient = Configs.thresholds("poll-failing { critical = off, for = 30s }");
        ClusterReport awaiting = ClusterReport.awaiting(Snapshots.config(patient));

        assertThat(Overdue.at(STARTED.plusSeconds(44), awaiting, STARTED).alerts())
                .extracting(Alert::state, Alert::since)
                .containsExactly(tuple(Alert.State.PENDING, STARTED.plusSeconds(15)));
        assertThat(Overdue.at(STARTED.plusSeconds(45), awaiting, STARTED).alerts())
                .extracting(Alert::state, Alert::since)
                .containsExactly(tuple(Alert.State.FIRING, STARTED.plusSeconds(45)));
    }

    @Test
    void isSilentWhenSwitchedOff() {
        ClusterReport awaiting = ClusterReport.awaiting(Snapshots.config(Configs.only(Map.of())));

        assertThat(Overdue.at(STARTED.plusSeconds(3600), awaiting, STARTED)).isEqualTo(awaiting);
    }

    @Test
    void warnsOfASourceThatABugKeepsFromBeingRead() {
        ClusterReport report = Overdue.at(Snapshots.NOON.plusSeconds(1), brokenFor(Duration.ofSeconds(15)), STARTED);

        assertThat(report.alerts())
                .filteredOn(alert -> alert.name().equals("PatroniMonitorPollFailing"))
                .extracting(Alert::severity, Alert::state, Alert::description)
                .containsExactly(
                        tuple(
                                Severity.WARNING,
                                Alert.State.FIRING,
                                "A bug in the monitor keeps it from reading PostgreSQL of node2 of greenlang-cluster: its log has the stack trace."));
        assertThat(Overdue.at(Snapshots.NOON.plusSeconds(1), brokenFor(Duration.ofSeconds(13)), STARTED)
                        .alerts())
                .extracting(Alert::name)
                .doesNotContain("PatroniMonitorPollFailing");
    }

    private static ClusterReport brokenFor(Duration time) {
        return new Judge(Duration.ofMinutes(5))
                .judge(
                        Snapshots.config(),
                        Snapshots.healthy()
                                .member("node2", member -> member.postgresFails(FailureKind.INTERNAL))
                                .unreadFor(time)
                                .build());
    }

    private static ClusterReport polledAtNoon() {
        return new Judge(Duration.ofMinutes(5))
                .judge(Snapshots.config(), Snapshots.healthy().build());
    }
}
