package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.incident.Candidate;
import io.greenlang.patroni.monitor.incident.Incident;
import io.greenlang.patroni.monitor.incident.Moment;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The record of an incident as the beginning of a post-mortem: CommonMark with tables. */
public final class IncidentMarkdown {
    private IncidentMarkdown() {}

    public static String of(Incident incident) {
        return String.join(
                "\n\n",
                "# " + text(IncidentText.title(incident)),
                IncidentText.period(incident) + ".",
                "## Impact",
                "- Without a writable leader: " + text(IncidentText.outage(incident.outage())) + "\n- WAL lost: "
                        + text(IncidentText.loss(incident.loss())),
                "## Time line (UTC)",
                table(
                        List.of("Time", "Member", "What was seen"),
                        incident.moments().stream().map(IncidentMarkdown::row).toList()),
                "## Who could have taken over",
                table(
                        List.of("Member", "Prospect", "WAL", "Remark"),
                        incident.candidates().stream()
                                .map(IncidentMarkdown::row)
                                .toList()),
                text(incident.choice()) + ".",
                "## Settings",
                table(
                        List.of("Setting", "Value"),
                        incident.settings().entrySet().stream()
                                .map(setting -> List.of(setting.getKey(), setting.getValue()))
                                .toList()),
                "## Open ends",
                incident.openEnds().stream().map(end -> "- " + text(end)).collect(Collectors.joining("\n")));
    }

    private static List<String> row(Moment moment) {
        return List.of(
                IncidentText.TIME.format(moment.at()),
                Objects.requireNonNullElse(moment.member(), ""),
                moment.sentence());
    }

    private static List<String> row(Candidate candidate) {
        return List.of(
                candidate.member(),
                candidate.prospect(),
                IncidentText.lacked(candidate),
                Objects.requireNonNullElse(candidate.reason(), ""));
    }

    private static String table(List<String> head, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return "Not known.";
        }
        return line(head) + "\n" + line(head.stream().map(column -> "---").toList())
                + "\n"
                + rows.stream().map(IncidentMarkdown::line).collect(Collectors.joining("\n"));
    }

    private static String line(List<String> cells) {
        return cells.stream().map(IncidentMarkdown::text).collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** Members and errors are no markup, whatever they hold. */
    private static String text(String words) {
        return IncidentText.plain(words).replaceAll("([\\\\`*_{}\\[\\]<>#|~])", "\\\\$1");
    }
}
