package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import java.util.List;

/** {@code docs/runbooks/README.md}: the way from an alert, or from a task, to its page. */
final class RunbookIndex {
    static final String LABEL = "runbook-index";

    private static final String PAGE = """
            # Runbooks

            %s

            A page for each alert, and a page for each task. Set the variables and `patroni-monitor` once, as
            [prerequisites](../procedures/prerequisites.md) has it. Whom to wake: [contacts](../procedures/contacts.md).

            ## Alerts

            The limits are those of the configuration that this page was written with, as a rule the defaults;
            `patroni_monitor_threshold` shows those in force.

            %s

            Off until Prometheus reads `alerts/optional`: [%s](%s.md).

            ## Tasks

            The sections of the operations runbook, in its order, and where each of them stands.

            %s""";

    private RunbookIndex() {}

    static String text(Thresholds thresholds) {
        return PAGE.formatted(
                Markdown.generatedBy(LABEL),
                Markdown.table(
                        List.of("Alert", "Meaning", "Warning", "Critical"),
                        Catalogue.rules().stream()
                                .map(rule -> row(rule, thresholds))
                                .toList()),
                BurnRateRules.ALERT,
                BurnRateRules.ALERT,
                SourceContents.TEXT);
    }

    private static List<String> row(Rule rule, Thresholds thresholds) {
        return List.of(
                Markdown.link(rule.name(), rule.page() + ".md"),
                rule.summary(),
                cell(rule, Severity.WARNING, thresholds),
                cell(rule, Severity.CRITICAL, thresholds));
    }

    private static String cell(Rule rule, Severity severity, Thresholds thresholds) {
        if (!rule.severities().contains(severity)) {
            return "";
        }
        return rule.limit(severity, thresholds)
                .map(limit -> LimitWords.of(rule, limit))
                .orElse("off");
    }
}
