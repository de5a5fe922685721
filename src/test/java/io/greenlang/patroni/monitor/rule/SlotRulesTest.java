package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PostgresFacts.Slot;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotRulesTest {
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @CsvSource({"10, 0, clear, clear", "10, 1, holds, clear", "50, 0, holds, clear", "50, 1, holds, holds"})
    void measuresTheSlotThatKeepsTheMost(long gib, long more, String warning, String critical) {
        Snapshots snapshot = leaderHas(slot("a", true, 5L, null), slot("b", false, gib * GIB + more, null));

        assertThat(Verdicts.warning(SlotRules.WAL_RETENTION, "node1", snapshot)).isEqualTo(warning);
        assertThat(Verdicts.critical(SlotRules.WAL_RETENTION, "node1", snapshot))
                .isEqualTo(critical);
    }

    @Test
    void saysWhichSlotAndHowLongItLasts() {
        Snapshots snapshot = leaderHas(slot("cdc", false, 60 * GIB, 36L << 20)).walBytesPerSecond(1L << 20);

        assertThat(Verdicts.holding(SlotRules.WAL_RETENTION, Severity.CRITICAL, "node1", snapshot)
                        .description())
                .isEqualTo(
                        "The unused slot cdc of node1 of greenlang-cluster keeps 60.0 GiB of WAL, and is lost in about"
                                + " 36.0 s at the present rate.");
    }

    @Test
    void hasNoForecastForASlotInUseAndWithoutARate() {
        assertThat(Verdicts.holding(
                                SlotRules.WAL_RETENTION,
                                Severity.WARNING,
                                "node1",
                                leaderHas(slot("cdc", true, 60 * GIB, 1L)).walBytesPerSecond(1))
                        .description())
                .isEqualTo("The active slot cdc of node1 of greenlang-cluster keeps 60.0 GiB of WAL.");
        assertThat(Verdicts.holding(
                                SlotRules.WAL_RETENTION,
                                Severity.WARNING,
                                "node1",
                                leaderHas(slot("cdc", false, 60 * GIB, 1L)))
                        .description())
                .endsWith("keeps 60.0 GiB of WAL.");
    }

    @ParameterizedTest
    @CsvSource({"20, 80, clear", "19, 81, holds", "-5, 100, holds", ", 100, clear", "0, , clear"})
    void warnsWhenLittleIsLeftOfWhatASlotMayKeep(Long safe, Long retained, String warning) {
        assertThat(Verdicts.warning(SlotRules.LOST, "node1", leaderHas(slot("a", false, retained, safe))))
                .isEqualTo(warning);
    }

    @Test
    void tellsWhichSlotsAreLost() {
        Snapshots snapshot = leaderHas(lost("b"), lost("a"), slot("c", true, 1L, null));

        assertThat(Verdicts.holding(SlotRules.LOST, Severity.CRITICAL, "node1", snapshot))
                .isEqualTo(new Verdict.Holds(
                        2,
                        "On node1 of greenlang-cluster: slot a is lost, its reader can't go on from it; slot b is lost, its"
                                + " reader can't go on from it."));
        assertThat(Verdicts.warning(SlotRules.LOST, "node1", snapshot)).isEqualTo("clear");
    }

    @Test
    void leavesTheCopiesOnReplicasAlone() {
        Snapshots snapshot =
                Snapshots.healthy().member("node2", m -> m.slots(lost("a"), slot("b", false, 99 * GIB, 0L)));

        assertThat(Verdicts.critical(SlotRules.LOST, "node2", snapshot)).isEqualTo("clear");
        assertThat(Verdicts.warning(SlotRules.LOST, "node2", snapshot)).isEqualTo("clear");
        assertThat(Verdicts.critical(SlotRules.WAL_RETENTION, "node2", snapshot))
                .isEqualTo("clear");
    }

    @Test
    void looksAtTheLeaderOfAStandbyCluster() {
        Snapshots snapshot = Snapshots.healthy()
                .member(
                        "node2",
                        m -> m.role(NodeRole.STANDBY_LEADER).slots(lost("a"), slot("b", false, 99 * GIB, null)));

        assertThat(Verdicts.critical(SlotRules.LOST, "node2", snapshot)).isEqualTo("holds");
        assertThat(Verdicts.critical(SlotRules.WAL_RETENTION, "node2", snapshot))
                .isEqualTo("holds");
    }

    @Test
    void doesNotKnowTheSlotsOfWhoDoesNotAnswer() {
        Snapshots snapshot = Snapshots.healthy().member("node1", m -> m.postgresFails(FailureKind.TIMEOUT));

        assertThat(Verdicts.critical(SlotRules.LOST, "node1", snapshot)).isEqualTo("unknown");
    }

    private static Snapshots leaderHas(Slot... slots) {
        return Snapshots.healthy().member("node1", m -> m.slots(slots));
    }

    private static Slot slot(String name, boolean active, Long retained, Long safe) {
        return new Slot(name, "physical", active, "extended", retained, safe);
    }

    private static Slot lost(String name) {
        return new Slot(name, "logical", false, "lost", null, null);
    }
}
