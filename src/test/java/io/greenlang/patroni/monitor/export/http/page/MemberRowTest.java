package io.greenlang.patroni.monitor.export.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.DiskReading;
import io.greenlang.patroni.monitor.model.DiskSource;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.testing.Judged;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberRowTest {
    private static final long GIBIBYTE = 1L << 30;

    @Test
    void showsWhatPatronictlShowsAndMore() {
        Snapshots snapshot = Snapshots.healthy().lag("node2", known(3, 16 << 20));
        assertThat(cell(snapshot, "node2", "Host")).isEqualTo(Fact.of("node2:5432"));
        assertThat(cell(snapshot, "node2", "Role")).isEqualTo(Fact.of("Replica"));
        assertThat(cell(snapshot, "node2", "State")).isEqualTo(Fact.of("running"));
        assertThat(cell(snapshot, "node2", "TL")).isEqualTo(Fact.of("4"));
        assertThat(cell(snapshot, "node2", "Lag")).isEqualTo(Fact.of("3.0 s, 16.0 MiB"));
        assertThat(cell(snapshot, "node1", "Lag")).isEqualTo(Fact.of("–"));
        assertThat(cell(snapshot, "node2", "Connections")).isEqualTo(Fact.of("12 of 100"));
        assertThat(cell(snapshot, "node2", "Patroni age")).isEqualTo(Fact.of("7 s"));
    }

    @Test
    void showsTheFullestVolume() {
        Snapshots snapshot = Snapshots.healthy()
                .member(
                        "node1",
                        node -> node.volumes(
                                new Volume("data", 100 * GIBIBYTE, 20 * GIBIBYTE, 80 * GIBIBYTE),
                                new Volume("wal", 20 * GIBIBYTE, 15 * GIBIBYTE, 5 * GIBIBYTE)));
        assertThat(cell(snapshot, "node1", "Disk"))
                .isEqualTo(new Fact("75 %", "wal: 5.0 GiB left", "as sql-view tells", "warning"));
    }

    @Test
    void saysWhenAVolumeWillBeFullAndWhenItIsOnlyCounted() {
        Volume volume = new Volume("data", 20 * GIBIBYTE, 5 * GIBIBYTE, 15 * GIBIBYTE);
        DiskUsage counted = new DiskUsage.Known(
                DiskSource.SIZE, Snapshots.NOON, List.of(new DiskUsage.Space(volume, Duration.ofHours(3))));
        assertThat(cell(Snapshots.healthy().disk("node1", counted), "node1", "Disk"))
                .isEqualTo(new Fact("≥ 25 %", "data: 15.0 GiB left, full in about 3 h", "as size tells", Fact.PLAIN));
    }

    @Test
    void saysWhyNobodyTellsOfADisk() {
        DiskUsage silent = new DiskUsage.Unknown(
                List.of(new DiskUsage.Silence("metrics-url", new Failure(FailureKind.DNS, "no such host"))), true);
        assertThat(cell(Snapshots.healthy().disk("node1", silent), "node1", "Disk"))
                .isEqualTo(new Fact("unknown", "dns", "metrics-url: dns: no such host", Fact.UNKNOWN));
    }

    @Test
    void missesNoDiskViewWhereAnotherSourceTells() {
        DiskReading page = new DiskReading(DiskSource.NODE_EXPORTER, List.of(new Volume("data", 100, 10, 90)));
        Snapshots told = Snapshots.healthy()
                .member(
                        "node1",
                        node -> node.volumes()
                                .missing(Part.DISK, FailureKind.SQL)
                                .disk(Answer.answered(page, Snapshots.NOON, Snapshots.NOON)));
        assertThat(Pages.panel(Judged.of(told)).snapshot().rest().unseen()).isEmpty();
    }

    @Test
    void givesCellsTheColourOfTheWorstAlertAboutThem() {
        Snapshots snapshot =
                Snapshots.healthy().lag("node2", known(95, 1)).member("node2", node -> node.connections(85, 100));
        assertThat(cell(snapshot, "node2", "Lag").tone()).isEqualTo("critical");
        assertThat(cell(snapshot, "node2", "Connections").tone()).isEqualTo("warning");
        assertThat(cell(snapshot, "node3", "Lag").tone()).isEqualTo("plain");
    }

    @Test
    void saysWhyAFactIsUnknown() {
        Snapshots snapshot = Snapshots.healthy()
                .lag("node3", new ReplicationLag.Unknown("it is on another timeline"))
                .member("node3", node -> node.postgresFails(FailureKind.TIMEOUT).timeline(null, null));
        assertThat(cell(snapshot, "node3", "Lag"))
                .isEqualTo(new Fact("unknown", "it is on another timeline", null, "unknown"));
        assertThat(cell(snapshot, "node3", "TL")).isEqualTo(Fact.unknown("not reported"));
        assertThat(cell(snapshot, "node3", "Connections"))
                .isEqualTo(new Fact("unknown", "timeout", "timeout: 10.0.0.9 gave no answer", "unknown"));
        assertThat(cell(snapshot, "node3", "SQL age"))
                .isEqualTo(new Fact("timeout", null, "10.0.0.9 gave no answer", "unknown"));
    }

    @Test
    void doesNotCallSwitchedOffSqlAFailure() {
        Snapshots snapshot = Snapshots.healthy().member("node2", node -> node.sqlOff());
        assertThat(cell(snapshot, "node2", "Connections")).isEqualTo(Fact.unknown("not asked"));
        assertThat(cell(snapshot, "node2", "SQL age").text()).isEqualTo("not asked");
    }

    @Test
    void saysWhatIsWrongWithAMemberThatIsDown() {
        Snapshots snapshot = Snapshots.healthy().down("node3", Diagnosis.PROCESSES_DOWN);
        assertThat(cell(snapshot, "node3", "State"))
                .isEqualTo(new Fact("down", "neither Patroni nor PostgreSQL runs, the host answers", null, "warning"));
    }

    @Test
    void doesNotShowAStateThatCannotBeRead() {
        assertThat(cell(Snapshots.healthy().diagnosis("node3", Diagnosis.NOT_READABLE), "node3", "State"))
                .isEqualTo(Fact.unknown("answers, but can't be read"));
    }

    @Test
    void pointsAtAMemberThatAcceptsWritesBesideTheLeader() {
        Snapshots snapshot = Snapshots.healthy().primary("node3").writable("node1", "node3");
        assertThat(cell(snapshot, "node3", "Role").tone()).isEqualTo("critical");
        assertThat(cell(snapshot, "node3", "Role").note()).isEqualTo("accepts writes and is not the leader");
        assertThat(cell(snapshot, "node1", "Role").tone()).isEqualTo("plain");
    }

    @Test
    void notesWhatHasNoColumn() {
        Snapshots snapshot = Snapshots.healthy()
                .member(
                        "node2",
                        node -> node.flags(Flag.PENDING_RESTART, Flag.REPLAY_PAUSED)
                                .tag("nofailover", "true"))
                .member("node3", node -> node.vanished());
        assertThat(row(snapshot, "node2").notes())
                .containsExactly("pending restart", "WAL replay is paused", "nofailover: true");
        assertThat(row(snapshot, "node3").notes()).containsExactly("no longer in the DCS");
    }

    @Test
    void listsWhatWasNotSeenOfAMember() {
        Snapshots snapshot = Snapshots.healthy()
                .member("node2", node -> node.withoutPrivileges().missing(Part.ARCHIVE_STATUS, FailureKind.PERMISSION))
                .member("node3", node -> node.unreadable(FailureKind.REFUSED));
        assertThat(Pages.panel(Judged.of(snapshot)).snapshot().rest().unseen())
                .containsExactly(
                        new UnseenRow(
                                "node2",
                                "SQL, in part",
                                "not set up",
                                "the monitor's role is not a member of pg_monitor; run docs/setup.sql on the primary"),
                        new UnseenRow("node2", "Sizes: archive status", "permission", "not readable"),
                        new UnseenRow("node3", "Patroni", "refused", "10.0.0.9 gave no answer"),
                        new UnseenRow("node3", "SQL and sizes", "refused", "10.0.0.9 gave no answer"));
    }

    @Test
    void saysOnceWhatIsNotSetUpOnSeveralMembers() {
        Snapshots snapshot = Snapshots.healthy()
                .member("node1", node -> node.missing(Part.ARCHIVE_STATUS, noView("10.0.0.1")))
                .member("node2", node -> node.missing(Part.ARCHIVE_STATUS, noView("10.0.0.2")));

        assertThat(Pages.panel(Judged.of(snapshot)).snapshot().rest().unseen())
                .containsExactly(new UnseenRow(
                        "node1, node2",
                        "Sizes: archive status",
                        "not set up",
                        "there is no view; run docs/setup.sql on the primary"));
    }

    private static Failure noView(String host) {
        return new Failure(FailureKind.SQL, host + ":5432: there is no view; run docs/setup.sql on the primary");
    }

    private static ReplicationLag known(int seconds, long bytes) {
        return new ReplicationLag.Known(Duration.ofSeconds(seconds), bytes, false);
    }

    private static Fact cell(Snapshots snapshot, String member, String column) {
        return row(snapshot, member).cells().get(MemberRow.COLUMNS.indexOf(column));
    }

    private static MemberRow row(Snapshots snapshot, String member) {
        return Pages.panel(Judged.of(snapshot)).snapshot().members().rows().stream()
                .filter(row -> row.member().equals(member))
                .findFirst()
                .orElseThrow();
    }
}
