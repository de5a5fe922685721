package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.ClusterFacts.DifferingSetting;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Housekeeping.Setting;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsDriftTest {
    private static final Setting WORK_MEM = new Setting("work_mem", "4096", false, false);

    @Test
    void findsWhatIsSetOtherwiseOrOnlySomewhere() {
        Snapshots snapshot = with(
                List.of(WORK_MEM, new Setting("archive_command", "17", true, false)),
                List.of(new Setting("work_mem", "8192", false, false)),
                List.of(WORK_MEM, new Setting("archive_command", "17", true, false)));

        assertThat(SettingsDrift.of(snapshot.build().seen()))
                .containsExactly(
                        new DifferingSetting(
                                "archive_command",
                                Map.of("node1", "not shown", "node2", "default", "node3", "not shown")),
                        new DifferingSetting("work_mem", Map.of("node1", "4096", "node2", "8192", "node3", "4096")));
    }

    @Test
    void findsNothingWhereAllAgree() {
        assertThat(SettingsDrift.of(with(List.of(WORK_MEM), List.of(WORK_MEM), List.of(WORK_MEM))
                        .build()
                        .seen()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port",
                "listen_addresses",
                "data_directory",
                "unix_socket_directories",
                "hba_file",
                "ssl_key_file",
                "primary_conninfo",
                "primary_slot_name",
                "synchronous_standby_names",
                "recovery_target_timeline",
                "restore_command"
            })
    void leavesOutWhatEachMemberHasOfItsOwn(String name) {
        Snapshots snapshot = with(List.of(new Setting(name, "1", false, false)), List.of(), List.of());

        assertThat(SettingsDrift.of(snapshot.build().seen())).isEmpty();
    }

    @Test
    void comparesOnlyWhoWasRead() {
        Snapshots snapshot = with(List.of(WORK_MEM), List.of(WORK_MEM), List.of())
                .member("node3", m -> m.postgresFails(FailureKind.TIMEOUT));

        assertThat(SettingsDrift.of(snapshot.build().seen())).isEmpty();
        snapshot.member("node2", m -> m.housekeeping(null));
        assertThat(SettingsDrift.of(snapshot.build().seen())).isNull();
    }

    private static Snapshots with(List<Setting> first, List<Setting> second, List<Setting> third) {
        return Snapshots.healthy()
                .member("node1", m -> m.housekeeping(having(first)))
                .member("node2", m -> m.housekeeping(having(second)))
                .member("node3", m -> m.housekeeping(having(third)));
    }

    private static Housekeeping having(List<Setting> settings) {
        return new Housekeeping(
                new Housekeeping.FreezeAge("shop", 1),
                new Housekeeping.FreezeAge("shop", 1),
                new Housekeeping.Checkpoints(1, 2, 3, 4, 5),
                null,
                settings);
    }
}
