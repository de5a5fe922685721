package io.greenlang.patroni.monitor.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.config.ChecklistConfig;
import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.export.http.ChecklistJson;
import io.greenlang.patroni.monitor.export.http.ChecklistJson.Judged;
import io.greenlang.patroni.monitor.export.http.CommandJson;
import io.greenlang.patroni.monitor.export.http.HistoryJson;
import io.greenlang.patroni.monitor.export.http.Look;
import io.greenlang.patroni.monitor.export.http.Looks;
import io.greenlang.patroni.monitor.export.http.ReportJson;
import io.greenlang.patroni.monitor.export.http.TopologyJson;
import io.greenlang.patroni.monitor.export.text.ChecklistText;
import io.greenlang.patroni.monitor.export.text.HistoryText;
import io.greenlang.patroni.monitor.export.text.StatusText;
import io.greenlang.patroni.monitor.export.text.Terminal;
import io.greenlang.patroni.monitor.export.text.TopologyText;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.checklist.Baseline;
import io.greenlang.patroni.monitor.rule.checklist.Checklist;
import io.greenlang.patroni.monitor.rule.checklist.Checklist.Kind;
import io.greenlang.patroni.monitor.rule.checklist.Postflight;
import io.greenlang.patroni.monitor.rule.checklist.Preflight;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/** How a report is printed: the same by a monitor that is asked and by a command that looks itself. */
record Rendering(Origin origin, LinksConfig links, ChecklistConfig limits) implements Looks {
    @Override
    public Shown show(Look look, MonitorReport report) {
        Terminal terminal = new Terminal(look.columns() == 0 ? Terminal.UNBOUNDED : look.columns(), look.colour());
        return switch (look.view()) {
            case STATUS ->
                shown(
                        look,
                        report,
                        ExitCode.of(report),
                        () -> ReportJson.clusters(report),
                        () -> StatusText.of(report, links, terminal));
            case TOPOLOGY ->
                shown(
                        look,
                        report,
                        ExitCode.of(report),
                        () -> TopologyJson.of(report),
                        () -> TopologyText.of(report, terminal));
            case HISTORY ->
                shown(
                        look,
                        report,
                        ExitCode.of(report),
                        () -> HistoryJson.of(report),
                        () -> HistoryText.of(report, terminal));
            case PREFLIGHT -> checked(look, report, terminal, Kind.PREFLIGHT, one -> Preflight.of(one, limits));
            case POSTFLIGHT ->
                checked(
                        look,
                        report,
                        terminal,
                        Kind.POSTFLIGHT,
                        one -> Postflight.of(
                                one, Objects.requireNonNull(look.before().get(one.cluster())), limits));
        };
    }

    private Shown checked(
            Look look, MonitorReport report, Terminal terminal, Kind kind, Function<ClusterReport, Checklist> check) {
        List<Judged> all = report.clusters().stream()
                .map(one -> new Judged(check.apply(one), Baseline.of(one)))
                .toList();
        List<Checklist> checklists = all.stream().map(Judged::checklist).toList();
        return shown(
                look,
                report,
                ExitCode.ofVerdicts(checklists.stream().map(Checklist::verdict).toList(), report),
                () -> ChecklistJson.of(kind, all),
                () -> ChecklistText.of(checklists, terminal));
    }

    private Shown shown(
            Look look, MonitorReport report, int exitStatus, Supplier<ObjectNode> json, Supplier<String> text) {
        return new Shown(
                look.json()
                        ? CommandJson.of(origin.source(), exitStatus, json.get())
                                .toString()
                        : text.get() + "\n\n" + origin.line(report),
                exitStatus);
    }
}
