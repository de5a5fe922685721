package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.availability.AvailabilityReport;
import io.greenlang.patroni.monitor.availability.FailoverTally;
import io.greenlang.patroni.monitor.model.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Availability for people: a block of short lines for each cluster. */
public final class AvailabilityText {
    private static final Terminal WIDTH = new Terminal(80, false);
    private static final int INDENT = 17;

    private AvailabilityText() {}

    /** In the order in which they come. */
    public static String of(List<AvailabilityReport> reports) {
        if (reports.isEmpty()) {
            return "No clusters are watched";
        }
        Page page = new Page(WIDTH);
        reports.forEach(report -> add(page, report));
        return page.text();
    }

    private static void add(Page page, AvailabilityReport report) {
        page.blank();
        Instant from = report.from();
        if (from == null) {
            page.paragraph(
                    2,
                    Span.plain(report.cluster() + ": not watched since " + AvailabilityWords.time(report.asked())
                            + " UTC"));
            return;
        }
        page.paragraph(
                2,
                Span.plain("%s, %s to %s UTC (%s)"
                        .formatted(
                                report.cluster(),
                                AvailabilityWords.time(from),
                                AvailabilityWords.time(report.until()),
                                Figures.time(Duration.between(from, report.until())))));
        FailoverTally failovers = report.failovers();
        if (from.isAfter(report.asked())) {
            line(
                    page,
                    "Known since",
                    "%s UTC, of the period since %s"
                            .formatted(AvailabilityWords.time(from), AvailabilityWords.time(report.asked())));
        }
        line(page, "Availability", AvailabilityWords.availability(report));
        line(page, "Not writable", AvailabilityWords.notWritable(report));
        line(page, "Not observed", AvailabilityWords.unobserved(report));
        line(page, "Failovers", AvailabilityWords.failovers(failovers));
        if (failovers.costly() > 0) {
            line(page, "RTO", AvailabilityWords.rto(failovers));
            line(page, "WAL lost", AvailabilityWords.lost(failovers));
        }
        line(page, "Backups", AvailabilityWords.backups(report));
    }

    private static void line(Page page, String name, String words) {
        page.paragraph(INDENT, Span.plain("  " + name + " ".repeat(INDENT - 2 - name.length()) + words));
    }
}
