package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Severity;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which limits are shown, and under which alert.
 *
 * @param byConfigKey the rule's key in the configuration to its alert's name; what is not in it is not shown
 */
record AlertNames(Map<String, String> byConfigKey) {
    /** Rules about a state that lasts too long: what was configured is the duration. */
    private static final Set<String> LIMITED_BY_DURATION = Set.of("paused", "pending-restart");

    AlertNames {
        byConfigKey = Map.copyOf(byConfigKey);
    }

    Stream<ShownThreshold> thresholds(ClusterReport report) {
        Thresholds thresholds = report.config().thresholds();
        return Subject.entries(byConfigKey)
                .flatMap(entry -> Stream.of(
                                shown(entry, Severity.WARNING, thresholds.warning(entry.getKey())),
                                shown(entry, Severity.CRITICAL, thresholds.critical(entry.getKey())))
                        .flatMap(Optional::stream));
    }

    private static Optional<ShownThreshold> shown(
            Map.Entry<String, String> rule, Severity severity, Optional<Limit> limit) {
        return limit.map(known -> new ShownThreshold(rule.getValue(), severity, value(rule.getKey(), known)));
    }

    private static double value(String configKey, Limit limit) {
        return LIMITED_BY_DURATION.contains(configKey) ? limit.pendingFor().toSeconds() : limit.value();
    }
}
