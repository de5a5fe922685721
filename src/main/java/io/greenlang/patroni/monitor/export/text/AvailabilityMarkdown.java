package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.availability.AvailabilityReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Availability as Markdown, for a page or a ticket: one table with a line for each cluster, and what has to be said to it. */
public final class AvailabilityMarkdown {
    private static final List<String> COLUMNS = List.of(
            "Cluster",
            "Availability",
            "At least",
            "At most",
            "Not writable",
            "Not observed",
            "Failovers",
            "Worst RTO",
            "Median RTO",
            "WAL lost",
            "Backups");

    private AvailabilityMarkdown() {}

    /** In the order in which they come. */
    public static String of(List<AvailabilityReport> reports) {
        if (reports.isEmpty()) {
            return "# Availability\n\nNo clusters are watched.";
        }
        AvailabilityReport first = reports.get(0);
        List<String> lines = new ArrayList<>();
        lines.add("# Availability, %s to %s UTC"
                .formatted(AvailabilityWords.time(first.asked()), AvailabilityWords.time(first.until())));
        lines.add("");
        lines.add(row(COLUMNS));
        lines.add(row(COLUMNS.stream().map(column -> "---").toList()));
        reports.forEach(report -> lines.add(row(cells(report))));
        lines.add("");
        lines.add(
                "Availability is the part of the observed time in which a leader was writable; *at least* and *at most* are of"
                        + " the whole period, with the time not observed counted against it or for it. RTO is the time without a"
                        + " writable leader of each failover.");
        List<String> notes = notes(reports);
        if (!notes.isEmpty()) {
            lines.add("");
            notes.forEach(note -> lines.add("- " + note));
        }
        return String.join("\n", lines);
    }

    private static List<String> cells(AvailabilityReport report) {
        if (report.from() == null) {
            List<String> cells = new ArrayList<>(List.of(report.cluster()));
            COLUMNS.stream().skip(1).forEach(column -> cells.add("unknown"));
            return cells;
        }
        return List.of(
                report.cluster(),
                AvailabilityWords.percent(report.availability()),
                AvailabilityWords.percent(report.atLeast()),
                AvailabilityWords.percent(report.atMost()),
                AvailabilityWords.notWritable(report),
                AvailabilityWords.unobserved(report),
                AvailabilityWords.failovers(report.failovers()),
                AvailabilityWords.worst(report.failovers()),
                AvailabilityWords.median(report.failovers()),
                AvailabilityWords.lost(report.failovers()),
                AvailabilityWords.backups(report));
    }

    private static List<String> notes(List<AvailabilityReport> reports) {
        List<String> notes = new ArrayList<>();
        for (AvailabilityReport report : reports) {
            Instant from = report.from();
            if (from == null) {
                notes.add(escaped(report.cluster()) + " was not watched in this time.");
            } else if (from.isAfter(report.asked())) {
                notes.add("%s counts from %s UTC: nothing is known of the time before."
                        .formatted(escaped(report.cluster()), AvailabilityWords.time(from)));
            }
        }
        return notes;
    }

    private static String row(List<String> cells) {
        return cells.stream().map(AvailabilityMarkdown::escaped).collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** A bar would begin another cell. */
    private static String escaped(String text) {
        return text.replaceAll("\\p{Cntrl}", " ").replace("|", "\\|");
    }
}
