package io.greenlang.patroni.monitor.fuzz;

import io.greenlang.patroni.monitor.app.MonitorAnswerTarget;
import io.greenlang.patroni.monitor.config.ConfigTargets;
import io.greenlang.patroni.monitor.export.http.RequestTargets;
import io.greenlang.patroni.monitor.source.dcs.DcsTargets;
import io.greenlang.patroni.monitor.source.disk.DiskTargets;
import io.greenlang.patroni.monitor.source.patroni.PatroniTargets;
import io.greenlang.patroni.monitor.source.postgres.PostgresTargets;
import java.util.List;
import java.util.stream.Stream;

/** Every parser of what others write; a new one belongs here. */
final class FuzzTargets {
    private FuzzTargets() {}

    static List<FuzzTarget> all() {
        return Stream.of(
                        PatroniTargets.all(),
                        PostgresTargets.all(),
                        DiskTargets.all(),
                        DcsTargets.all(),
                        ModelTargets.all(),
                        RequestTargets.all(),
                        List.of(MonitorAnswerTarget.target()),
                        ConfigTargets.all())
                .flatMap(List::stream)
                .toList();
    }

    static FuzzTarget named(String name) {
        return all().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target " + name + "; there are: " + all()));
    }
}
