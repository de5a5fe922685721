package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.availability.AvailabilityReport;
import io.greenlang.patroni.monitor.availability.BackupTally;
import io.greenlang.patroni.monitor.availability.FailoverTally;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Availability over a period: {@code {"since": …, "until": …, "clusters": […]}}. */
final class AvailabilityJson {
    private AvailabilityJson() {}

    /** @param since as it was asked for: in the first day of the period */
    static ObjectNode of(Instant since, Instant until, List<AvailabilityReport> reports) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("since", since.toString());
        root.put("until", until.toString());
        ArrayNode clusters = root.putArray("clusters");
        reports.forEach(report -> clusters.add(cluster(report)));
        return root;
    }

    private static ObjectNode cluster(AvailabilityReport report) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("cluster", report.cluster());
        node.put("from", text(report.from()));
        node.put("writable_seconds", seconds(report.time().writable()));
        node.put("not_writable_seconds", seconds(report.time().notWritable()));
        node.put("unobserved_seconds", seconds(report.time().unobserved()));
        node.put("availability_percent", percent(report.availability()));
        node.put("availability_percent_at_least", percent(report.atLeast()));
        node.put("availability_percent_at_most", percent(report.atMost()));
        ArrayNode days = node.putArray("days_not_writable");
        report.outages()
                .forEach(day ->
                        days.addObject().put("date", day.date().toString()).put("seconds", seconds(day.notWritable())));
        node.set("failovers", failovers(report.failovers()));
        node.set("backups", report.backups() == null ? null : backups(report.backups()));
        node.put("backups_unknown_because", report.backupsUnknownBecause());
        return node;
    }

    private static ObjectNode failovers(FailoverTally all) {
        FailoverTally.Worst worst = all.worst();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("unplanned", all.failovers());
        node.put("planned", all.switchovers());
        node.put("planned_or_not_unknown", all.unclear());
        node.put("rto_worst_seconds", worst == null ? null : seconds(worst.leaderless()));
        node.put("rto_worst_at", worst == null ? null : text(worst.at()));
        node.put("rto_median_seconds", all.median() == null ? null : seconds(all.median()));
        node.put("rto_unknown", all.timesUnknown());
        node.put("lost_bytes", all.lostBytes());
        node.put("lost_bytes_is_lower_bound", all.isLowerBound());
        node.put("loss_unknown", all.lossesUnknown());
        return node;
    }

    private static ObjectNode backups(BackupTally all) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("from", all.from().toString());
        node.put("finished", all.finished());
        node.put("failures", all.failures());
        node.put("days_without", all.daysWithout());
        node.put("days_unknown", all.daysUnknown());
        return node;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    /** Rounded down, to a hundred-thousandth. */
    private static @Nullable BigDecimal percent(OptionalDouble part) {
        return part.isEmpty()
                ? null
                : BigDecimal.valueOf(part.getAsDouble() * 100).setScale(5, RoundingMode.DOWN);
    }
}
