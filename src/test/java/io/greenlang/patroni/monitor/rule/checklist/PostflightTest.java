package io.greenlang.patroni.monitor.rule.checklist;

import static io.greenlang.patroni.monitor.rule.checklist.Judging.item;
import static io.greenlang.patroni.monitor.rule.checklist.Judging.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostflightTest {
    private static final Instant BEFORE = Snapshots.NOON.minus(Duration.ofHours(1));

    private final Snapshots after = Snapshots.healthy();
    private final Baseline before = Baseline.of(Snapshots.healthy().at(BEFORE).build());

    @Test
    void aClusterThatIsAsBeforeIsGo() {
        Checklist checklist = postflight(after);

        assertThat(checklist.obstacles()).isEmpty();
        assertThat(checklist.notChecked()).extracting(Item::id).containsExactly("client-endpoints");
        assertThat(checklist.verdict()).isEqualTo(ChecklistVerdict.GO);
        assertThat(item(checklist, "members-back")).isEqualTo("pass: 3 of 3");
        assertThat(item(checklist, "connections")).isEqualTo("(pass): 36 client sessions, 36 before");
        assertThat(item(checklist, "archiving")).isEqualTo("pass: node1 archived at 2026-11-22T12:00:00Z");
    }

    @Test
    void aMemberThatIsNotBackIsNoGo() {
        assertThat(item(postflight(Snapshots.healthy().without("node3").expecting(2)), "members-back"))
                .isEqualTo("fail: node3 is not there");
        assertThat(item(postflight(Snapshots.healthy().down("node3", Diagnosis.HOST_GONE)), "members-back"))
                .isEqualTo("fail: node3: nothing on this host answers");
        assertThat(item(postflight(Snapshots.healthy().member("node3", m -> m.timeline(3, 3))), "members-back"))
                .isEqualTo("fail: node3: on timeline 3, the leader is on 4");
        assertThat(item(postflight(Snapshots.healthy().replica("node4")), "members-back"))
                .isEqualTo("pass: 3 of 3, and new: node4");
        assertThat(item(postflight(Snapshots.healthy().blind()), "members-back"))
                .startsWith("unknown: ");
    }

    @Test
    void aWarningIsNotHealthy() {
        assertThat(item(postflight(after.member("node2", m -> m.connections(90, 100))), "cluster-healthy"))
                .isEqualTo("fail: degraded: PatroniConnectionUsage node2");
    }

    @Test
    void anotherLeaderAndTimelineAreInformation() {
        Checklist checklist = Postflight.of(
                report(after.build()),
                new Baseline(
                        before.cluster(),
                        BEFORE,
                        before.systemIdentifier(),
                        "node2",
                        2,
                        before.members(),
                        before.databases()),
                Judging.DEFAULTS);

        assertThat(item(checklist, "same-leader")).isEqualTo("(fail): node1, before: node2");
        assertThat(item(checklist, "same-timeline")).isEqualTo("(fail): 4, before: 2 (+2)");
        assertThat(checklist.verdict()).isEqualTo(ChecklistVerdict.GO);
    }

    @Test
    void whatWasUnknownBeforeCannotBeCompared() {
        Checklist checklist = Postflight.of(
                report(after.build()),
                new Baseline(before.cluster(), BEFORE, null, null, null, before.members(), null),
                Judging.DEFAULTS);

        assertThat(item(checklist, "same-system")).isEqualTo("unknown: the system identifier is not known from before");
        assertThat(item(checklist, "databases")).isEqualTo("unknown: they were not read before");
        assertThat(item(checklist, "same-leader")).startsWith("(unknown): ");
        assertThat(item(checklist, "same-timeline")).isEqualTo("(unknown): the timeline is not known from before");
        assertThat(checklist.verdict()).isEqualTo(ChecklistVerdict.UNKNOWN);
    }

    @Test
    void anotherSystemOrALostDatabaseIsNoGo() {
        Checklist checklist = Postflight.of(
                report(after.build()),
                new Baseline(before.cluster(), BEFORE, "42", "node1", 4, before.members(), List.of("greenlang")),
                Judging.DEFAULTS);

        assertThat(item(checklist, "same-system"))
                .isEqualTo("fail: the system identifier was 42, and is 7432198765432109876");
        assertThat(item(checklist, "databases")).isEqualTo("fail: missing: greenlang");
    }

    @Test
    void differingVersionsAreNamed() {
        assertThat(item(postflight(after.member("node3", m -> m.patroniVersion("4.1.5"))), "same-versions"))
                .isEqualTo("fail: Patroni 4.1.4 on node1, node2, Patroni 4.1.5 on node3");
        assertThat(item(
                        postflight(Snapshots.healthy().member("node3", m -> m.patroniFails(FailureKind.TIMEOUT))),
                        "same-versions"))
                .isEqualTo("unknown: the version of Patroni can't be read on node3");
    }

    @Test
    void neitherPauseNorPendingRestartMayBeLeft() {
        assertThat(item(postflight(Snapshots.healthy().paused()), "not-paused")).startsWith("fail: ");
        assertThat(item(
                        postflight(Snapshots.healthy().member("node2", m -> m.flags(Flag.PENDING_RESTART))),
                        "no-pending-restart"))
                .startsWith("fail: node2");
    }

    @Test
    void archivingIsJudgedByWhatHappenedSince() {
        Baseline now = Baseline.of(Snapshots.healthy().build());
        assertThat(item(Postflight.of(report(after.build()), now, Judging.DEFAULTS), "archiving"))
                .startsWith("(unknown): node1 had nothing to archive since");
        assertThat(item(
                        Postflight.of(
                                report(after.member("node1", m -> m.archiveReadyFiles(7))
                                        .build()),
                                now,
                                Judging.DEFAULTS),
                        "archiving"))
                .isEqualTo("unknown: node1 archived nothing since, and 7 WAL files wait");
        assertThat(item(postflight(Snapshots.healthy().member("node1", m -> m.archives(false))), "archiving"))
                .isEqualTo("(unknown): archive_mode is off");
        assertThat(item(postflight(Snapshots.healthy().leader(null, Certainty.NO)), "archiving"))
                .isEqualTo("unknown: it can't be told who leads");
    }

    @Test
    void fewerClientsAreInformation() {
        assertThat(item(
                        postflight(after.member("node1", m -> m.connections(2, 100))
                                .member("node2", m -> m.connections(2, 100))),
                        "connections"))
                .isEqualTo("(fail): 16 client sessions, 36 before");
        assertThat(item(
                        postflight(Snapshots.healthy().member("node2", m -> m.postgresFails(FailureKind.TIMEOUT))),
                        "connections"))
                .isEqualTo("(unknown): not every member's sessions were counted");
    }

    @Test
    void anotherClusterIsNoBaseline() {
        Baseline other = new Baseline("orders", BEFORE, null, null, null, List.of(), null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Postflight.of(report(after.build()), other, Judging.DEFAULTS));
    }

    private Checklist postflight(Snapshots snapshot) {
        return Postflight.of(report(snapshot.build()), before, Judging.DEFAULTS);
    }
}
