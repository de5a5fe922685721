package io.greenlang.patroni.monitor.rule.checklist;

import io.greenlang.patroni.monitor.config.ChecklistConfig;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Judge;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;

/** Snapshots through the catalogue of rules and a checklist, as the commands send them. */
final class Judging {
    static final ChecklistConfig DEFAULTS = Configs.LOADER.defaults().checklist();

    private Judging() {}

    static ClusterReport report(ClusterSnapshot snapshot) {
        return new Judge(Duration.ofMinutes(5)).judge(Snapshots.config(), snapshot);
    }

    static Checklist preflight(ClusterSnapshot snapshot) {
        return Preflight.of(report(snapshot), DEFAULTS);
    }

    static Checklist preflight(Snapshots snapshot) {
        return preflight(snapshot.build());
    }

    /** As {@code fail: reason}; {@code (fail): reason} when it does not decide. */
    static String item(Checklist checklist, String id) {
        Item item = checklist.items().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        return (item.decides() ? "" : "(") + item.result().label() + (item.decides() ? "" : ")") + ": " + item.reason();
    }
}
