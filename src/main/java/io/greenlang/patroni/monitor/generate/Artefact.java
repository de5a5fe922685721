package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.config.MonitorConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A file that is generated. Immutable.
 *
 * @param label what it is called on the command line
 * @param file where the repository has it, as the defaults make it
 * @param writer makes the whole content of the file
 */
public record Artefact(String label, String file, Function<MonitorConfig, String> writer) {
    private static final List<Artefact> ALL = List.of(
            new Artefact(RuleFile.LABEL, "alerts/patroni-monitor.rules.yml", RuleFile::forPrometheus),
            new Artefact(RuleFile.OPERATOR_LABEL, "alerts/prometheusrule.yaml", RuleFile::forOperator),
            new Artefact(BurnRateRules.LABEL, "alerts/optional/burn-rate.rules.yml", BurnRateRules::forPrometheus),
            new Artefact(
                    BurnRateRules.OPERATOR_LABEL,
                    "alerts/optional/burn-rate-prometheusrule.yaml",
                    BurnRateRules::forOperator),
            new Artefact(
                    AlertmanagerFile.LABEL,
                    "alerts/alertmanager.yml",
                    config -> AlertmanagerFile.text(config.organisation())),
            new Artefact(
                    AlertmanagerFile.OPERATOR_LABEL,
                    "alerts/alertmanagerconfig.yaml",
                    config -> AlertmanagerFile.forOperator(config.organisation())),
            new Artefact(MetricsDoc.LABEL, "docs/metrics.md", config -> MetricsDoc.text()),
            new Artefact(
                    RunbookIndex.LABEL, "docs/runbooks/README.md", config -> RunbookIndex.text(config.thresholds())));

    /** Everything that can be generated, in the order in which to name it. */
    public static List<Artefact> all() {
        return ALL;
    }

    /** By label. */
    public static Optional<Artefact> find(String label) {
        return ALL.stream().filter(artefact -> artefact.label.equals(label)).findFirst();
    }

    /** The whole content of the file. */
    public String text(MonitorConfig config) {
        return writer.apply(config);
    }

    @Override
    public String toString() {
        return label;
    }
}
