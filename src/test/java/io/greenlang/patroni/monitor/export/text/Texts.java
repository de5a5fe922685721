package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.ClusterState;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.util.List;

/** Reports to be shown. */
final class Texts {
    static final LinksConfig LINKS = Configs.LOADER.defaults().links();

    private Texts() {}

    static MonitorReport report(ClusterSnapshot snapshot, ClusterState state, Alert... alerts) {
        ClusterReport report = new ClusterReport(Snapshots.config(), snapshot, state, List.of(alerts), false);
        return new MonitorReport(List.of(report), true);
    }

    static MonitorReport awaiting() {
        return new MonitorReport(List.of(ClusterReport.awaiting(Snapshots.config())), true);
    }
}
