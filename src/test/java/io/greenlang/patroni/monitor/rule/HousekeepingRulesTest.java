package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Housekeeping.Checkpoints;
import io.greenlang.patroni.monitor.model.Housekeeping.Checksums;
import io.greenlang.patroni.monitor.model.Housekeeping.FreezeAge;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HousekeepingRulesTest {
    private static final Checksums UNDAMAGED = new Checksums(0, null);

    @ParameterizedTest
    @CsvSource({"40, 0, clear, clear", "40, 1, holds, clear", "75, 0, holds, clear", "75, 1, holds, holds"})
    void measuresTheOldestTransactionIdAgainstTheStop(int percent, int more, String warning, String critical) {
        Snapshots snapshot = with("node1", FreezeAge.STOP * percent / 100 + more, 5, UNDAMAGED);

        assertThat(Verdicts.warning(HousekeepingRules.XID_WRAPAROUND, "node1", snapshot))
                .isEqualTo(warning);
        assertThat(Verdicts.critical(HousekeepingRules.XID_WRAPAROUND, "node1", snapshot))
                .isEqualTo(critical);
    }

    @Test
    void namesTheWorseOfBothCounters() {
        assertThat(Verdicts.holding(
                        HousekeepingRules.XID_WRAPAROUND,
                        Severity.CRITICAL,
                        "node1",
                        with("node1", FreezeAge.STOP / 2, FreezeAge.STOP, UNDAMAGED)))
                .isEqualTo(new Verdict.Holds(
                        100,
                        "node1 of greenlang-cluster has used 100 % of its multixact IDs; the oldest unfrozen one is in"
                                + " database template1."));
        assertThat(Verdicts.holding(
                                HousekeepingRules.XID_WRAPAROUND,
                                Severity.WARNING,
                                "node1",
                                with("node1", FreezeAge.STOP / 2, 0, UNDAMAGED))
                        .description())
                .contains("50 % of its transaction IDs", "database shop");
    }

    @Test
    void letsThePrimarySpeakForAll() {
        assertThat(Verdicts.warning(
                        HousekeepingRules.XID_WRAPAROUND, "node2", with("node2", FreezeAge.STOP, 0, UNDAMAGED)))
                .isEqualTo("clear");
    }

    @Test
    void firesForADayAfterADamagedPageWasRead() {
        Checksums fresh = new Checksums(3, Snapshots.NOON.minus(Duration.ofHours(23)));
        Checksums old = new Checksums(3, Snapshots.NOON.minus(Duration.ofHours(24)));

        assertThat(Verdicts.holding(
                        HousekeepingRules.CHECKSUM_FAILURES, Severity.CRITICAL, "node3", with("node3", 1, 1, fresh)))
                .isEqualTo(new Verdict.Holds(
                        3,
                        "Pages of node3 of greenlang-cluster failed their checksum 3 times, the last time 23 h ago."));
        assertThat(Verdicts.critical(HousekeepingRules.CHECKSUM_FAILURES, "node3", with("node3", 1, 1, old)))
                .isEqualTo("clear");
        assertThat(Verdicts.critical(HousekeepingRules.CHECKSUM_FAILURES, "node3", with("node3", 1, 1, null)))
                .isEqualTo("clear");
    }

    @Test
    void doesNotKnowWhatWasNotRead() {
        Snapshots missing = Snapshots.healthy()
                .member("node1", m -> m.housekeeping(null).missing(Part.HOUSEKEEPING, FailureKind.TIMEOUT));
        Snapshots down = Snapshots.healthy().member("node1", m -> m.postgresFails(FailureKind.REFUSED));

        for (Snapshots snapshot : List.of(missing, down)) {
            assertThat(Verdicts.warning(HousekeepingRules.XID_WRAPAROUND, "node1", snapshot))
                    .isEqualTo("unknown");
            assertThat(Verdicts.critical(HousekeepingRules.CHECKSUM_FAILURES, "node1", snapshot))
                    .isEqualTo("unknown");
        }
    }

    private static Snapshots with(String member, long xidAge, long multixactAge, @Nullable Checksums checksums) {
        return Snapshots.healthy()
                .member(
                        member,
                        m -> m.housekeeping(new Housekeeping(
                                new FreezeAge("shop", xidAge),
                                new FreezeAge("template1", multixactAge),
                                new Checkpoints(1, 2, 3, 4, 5),
                                checksums,
                                List.of())));
    }
}
