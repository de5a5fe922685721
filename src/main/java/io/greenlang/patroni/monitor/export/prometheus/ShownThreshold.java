package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.rule.Unit;
import java.util.List;
import java.util.stream.Stream;

/** A limit of one cluster, for the lines in a diagram. */
record ShownThreshold(String alertName, Severity severity, double value) {

    /** The limits that are numbers; a rule that only holds or does not has none to show. */
    static Stream<ShownThreshold> of(ClusterReport report) {
        return Catalogue.rules().stream()
                .filter(rule -> rule.unit() != Unit.CONDITION)
                .flatMap(rule -> rule.severities().stream()
                        .flatMap(severity -> rule
                                .limit(severity, report.config().thresholds())
                                .map(limit -> new ShownThreshold(rule.name(), severity, value(rule, limit)))
                                .stream()));
    }

    private static double value(Rule rule, Limit limit) {
        return rule.unit() == Unit.DURATION ? limit.pendingFor().toSeconds() : limit.value();
    }

    List<String> labels() {
        return List.of(alertName, severity.label());
    }
}
