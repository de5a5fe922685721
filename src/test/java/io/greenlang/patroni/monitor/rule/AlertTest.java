package io.greenlang.patroni.monitor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Snapshots;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertTest {
    @Test
    void isLabelledByTheClusterAlone() {
        assertThat(alert(Severity.CRITICAL, null).labels("greenlang-cluster"))
                .hasToString("{alertname=PatroniMemberDown, cluster=greenlang-cluster, severity=critical}");
    }

    @Test
    void isLabelledByTheMemberThatItIsAbout() {
        assertThat(alert(Severity.WARNING, "patroni-2").labels("greenlang-cluster"))
                .hasToString(
                        "{alertname=PatroniMemberDown, cluster=greenlang-cluster, member=patroni-2, severity=warning}");
    }

    @Test
    void isLabelledAsMaintenanceOnlyWhenItIs() {
        Alert.Identity identity = new Alert.Identity("PatroniMemberDown", Severity.WARNING, null, true);

        assertThat(new Alert(identity, Alert.State.HELD, Snapshots.NOON, 1, "It does not answer.").labels("c"))
                .containsEntry("maintenance", "true");
    }

    private static Alert alert(Severity severity, @Nullable String member) {
        return new Alert(
                new Alert.Identity("PatroniMemberDown", severity, member, false),
                Alert.State.FIRING,
                Snapshots.NOON,
                1,
                "It does not answer.");
    }
}
