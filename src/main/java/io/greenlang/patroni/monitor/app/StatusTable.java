package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberSummary;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as text for a terminal, one table per cluster, in the columns of {@code patronictl list}. */
final class StatusTable {
    private static final List<String> HEAD = List.of("Member", "Host", "Role", "State", "TL", "Lag");

    private StatusTable() {}

    static String of(MonitorReport report) {
        return report.clusters().stream().map(StatusTable::of).collect(Collectors.joining("\n\n"));
    }

    private static String of(ClusterReport report) {
        String title = "Cluster: " + report.cluster() + " (" + report.state().label() + ")";
        if (report.picture().isEmpty()) {
            return title + ": nothing was seen yet";
        }
        List<String> lines = new ArrayList<>();
        report.picture().ifPresent(picture -> {
            lines.addAll(grid(title, picture));
            lines.addAll(unseen(picture));
        });
        report.alerts().stream().map(StatusTable::line).forEach(lines::add);
        return String.join("\n", lines);
    }

    private static List<String> grid(String title, ClusterSnapshot picture) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        picture.members().forEach(member -> rows.add(row(picture, member)));
        int[] widths = new int[HEAD.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        String rule = Arrays.stream(widths).mapToObj(w -> "-".repeat(w + 2)).collect(Collectors.joining("+", "+", "+"));
        String first = "+ " + title + " ";
        List<String> lines = new ArrayList<>();
        lines.add(first.length() < rule.length() ? first + rule.substring(first.length()) : first + "+");
        lines.add(cells(rows.get(0), widths));
        lines.add(rule);
        rows.subList(1, rows.size()).forEach(row -> lines.add(cells(row, widths)));
        lines.add(rule);
        return lines;
    }

    private static String cells(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            boolean number = i >= HEAD.indexOf("TL");
            line.append(String.format(
                    Locale.ROOT, number ? " %" + widths[i] + "s |" : " %-" + widths[i] + "s |", row.get(i)));
        }
        return line.toString();
    }

    private static List<String> row(ClusterSnapshot picture, MemberObservation member) {
        MemberSummary summary = MemberSummary.of(picture, member);
        return Stream.of(
                        member.name(),
                        member.host(),
                        role(summary),
                        state(picture, member, summary),
                        Objects.toString(summary.timeline(), "-"),
                        lag(picture, member))
                .map(cell -> cell.replaceAll("\\p{Cntrl}", "?"))
                .toList();
    }

    private static String role(MemberSummary summary) {
        String words = summary.roleOr("-").replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String state(ClusterSnapshot picture, MemberObservation member, MemberSummary summary) {
        Diagnosis diagnosis = picture.facts().diagnosis(member.name());
        return diagnosis.isDown() ? diagnosis.label().replace('_', ' ') : summary.stateOr("unknown");
    }

    private static String lag(ClusterSnapshot picture, MemberObservation member) {
        ReplicationLag lag = picture.facts().lag().get(member.name());
        return lag == null ? "" : lag.fold(StatusTable::figures, unknown -> "unknown");
    }

    private static String figures(ReplicationLag.Known lag) {
        return String.format(
                Locale.ROOT,
                "%s%.1f s, %.1f MiB",
                lag.atLeast() ? ">= " : "",
                lag.time().toMillis() / 1000.0,
                lag.bytes() / 1048576.0);
    }

    private static List<String> unseen(ClusterSnapshot picture) {
        List<String> lines = new ArrayList<>();
        picture.seen().dcs().view().reason().ifPresent(f -> lines.add("not seen: DCS: " + f));
        for (MemberObservation member : picture.members()) {
            Stream.of(
                            member.patroni().reason().map(f -> "Patroni: " + f),
                            member.postgres().reason().map(f -> "PostgreSQL: " + f))
                    .flatMap(Optional::stream)
                    .forEach(why -> lines.add("not seen: " + member.name() + ": " + why));
            member.sizes()
                    .value()
                    .ifPresent(sizes -> sizes.missing()
                            .forEach((part, failure) -> lines.add(missing(member, part.name(), failure))));
        }
        return lines;
    }

    private static String missing(MemberObservation member, String part, Failure failure) {
        return "not seen: " + member.name() + ": "
                + part.toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + failure;
    }

    private static String line(Alert alert) {
        String name = alert.severity().label() + " " + alert.name();
        String who = Objects.requireNonNullElse(alert.member(), "");
        return name + (who.isEmpty() ? "" : " " + who)
                + (alert.isFiring() ? "" : " (" + alert.state().label() + ")") + ": " + alert.description();
    }
}
