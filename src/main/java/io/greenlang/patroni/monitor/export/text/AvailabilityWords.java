package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.availability.AvailabilityReport;
import io.greenlang.patroni.monitor.availability.AvailabilityReport.Outage;
import io.greenlang.patroni.monitor.availability.BackupTally;
import io.greenlang.patroni.monitor.availability.FailoverTally;
import io.greenlang.patroni.monitor.model.Figures;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a report of availability says, in the words that text and Markdown have in common. */
final class AvailabilityWords {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);
    private static final int WORST_DAYS = 3;
    private static final String NONE = "none";

    private AvailabilityWords() {}

    static String time(Instant wall) {
        return UTC.format(wall);
    }

    /** Rounded down, so that what is not whole never looks so: {@code 99.999 %}. */
    static String percent(OptionalDouble part) {
        if (part.isEmpty()) {
            return "unknown";
        }
        double thousandths = Math.floor(part.getAsDouble() * 100_000 + 1e-9);
        return part.getAsDouble() >= 1 ? "100 %" : String.format(Locale.ROOT, "%.3f %%", thousandths / 1000);
    }

    static boolean isAllObserved(AvailabilityReport report) {
        return report.time().unobserved().isZero();
    }

    static String availability(AvailabilityReport report) {
        if (report.availability().isEmpty()) {
            return "unknown: none of this time was observed";
        }
        return isAllObserved(report)
                ? percent(report.availability())
                : percent(report.availability()) + " of the time observed; of the whole period at least "
                        + percent(report.atLeast()) + ", at most " + percent(report.atMost());
    }

    static String notWritable(AvailabilityReport report) {
        List<Outage> outages = report.outages();
        if (outages.isEmpty()) {
            return report.availability().isEmpty() ? "unknown" : NONE;
        }
        String days = outages.stream()
                .limit(WORST_DAYS)
                .map(day -> day.date() + " (" + Figures.time(day.notWritable()) + ")")
                .collect(Collectors.joining(", "));
        return Figures.time(report.time().notWritable())
                + (outages.size() == 1
                        ? ", on " + outages.get(0).date()
                        : ", on " + outages.size() + " days" + (outages.size() > WORST_DAYS ? ", most on " : ": ")
                                + days);
    }

    static String unobserved(AvailabilityReport report) {
        return isAllObserved(report) ? NONE : Figures.time(report.time().unobserved());
    }

    static String failovers(FailoverTally all) {
        String unclear = all.unclear() == 0
                ? ""
                : ", %s (planned or not: unknown)".formatted(count(all.unclear(), "leader change", "leader changes"));
        return (all.failovers() == 0 ? NONE : all.failovers() + " not planned") + unclear + "; "
                + count(all.switchovers(), "planned switchover", "planned switchovers");
    }

    /** How long nobody led. */
    static String worst(FailoverTally all) {
        FailoverTally.Worst worst = all.worst();
        return worst == null ? nothing(all) : Figures.time(worst.leaderless()) + " (" + time(worst.at()) + ")";
    }

    static String median(FailoverTally all) {
        return all.median() == null ? nothing(all) : Figures.time(all.median());
    }

    static String rto(FailoverTally all) {
        return all.worst() == null
                ? nothing(all)
                : "worst " + worst(all) + ", median " + median(all) + unknownFor(all.timesUnknown(), all);
    }

    static String lost(FailoverTally all) {
        Long bytes = all.lostBytes();
        return bytes == null
                ? nothing(all)
                : (all.isLowerBound() ? "at least " : "") + Figures.bytes(bytes) + unknownFor(all.lossesUnknown(), all);
    }

    /** Of what no leader change has cost, or nobody knows. */
    private static String nothing(FailoverTally all) {
        return all.costly() == 0 ? NONE : "unknown";
    }

    private static String unknownFor(int count, FailoverTally all) {
        return count == 0 ? "" : "; unknown for " + count + " of " + all.costly();
    }

    static String backups(AvailabilityReport report) {
        BackupTally backups = report.backups();
        if (backups == null) {
            return "unknown: " + report.backupsUnknownBecause();
        }
        return backups.finished() + " finished, " + count(backups.failures(), "failure", "failures") + ", "
                + missed(backups);
    }

    static String missed(@Nullable BackupTally backups) {
        return backups == null
                ? "unknown"
                : count(backups.daysWithout(), "day without one", "days without one")
                        + (backups.daysUnknown() == 0
                                ? ""
                                : ", " + count(backups.daysUnknown(), "day unknown", "days unknown"));
    }

    private static String count(int number, String one, String many) {
        return (number == 0 ? "no" : Integer.toString(number)) + " " + (number == 1 ? one : many);
    }
}
