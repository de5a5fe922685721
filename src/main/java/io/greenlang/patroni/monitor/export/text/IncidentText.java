package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.incident.Candidate;
import io.greenlang.patroni.monitor.incident.Incident;
import io.greenlang.patroni.monitor.incident.Incident.Loss;
import io.greenlang.patroni.monitor.incident.Incident.Outage;
import io.greenlang.patroni.monitor.incident.Moment;
import io.greenlang.patroni.monitor.model.Figures;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The record of an incident for people at a terminal. What would do more there than fill it is blank. */
public final class IncidentText {
    static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private IncidentText() {}

    public static String of(Incident incident) {
        StringBuilder text = new StringBuilder(plain(title(incident))).append('\n');
        text.append(period(incident)).append("\n\n");
        text.append("Without a writable leader  ")
                .append(plain(outage(incident.outage())))
                .append('\n');
        text.append("WAL lost                   ")
                .append(plain(loss(incident.loss())))
                .append('\n');
        section(text, "What was seen (UTC)", moments(incident.moments()));
        section(text, "Who could have taken over, before it", candidates(incident.candidates()));
        text.append("  ").append(plain(incident.choice())).append('\n');
        section(
                text,
                "Settings",
                incident.settings().entrySet().stream()
                        .map(setting -> setting.getKey() + " " + setting.getValue())
                        .toList());
        section(
                text,
                "Open ends",
                incident.openEnds().stream().map(end -> "- " + end).toList());
        return text.toString().stripTrailing();
    }

    /** Members choose their names: what would do more than fill a line is blank. */
    static String plain(String words) {
        return words.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
    }

    static String title(Incident incident) {
        String who = incident.from() == null && incident.to() == null
                ? ""
                : ": " + Objects.requireNonNullElse(incident.from(), "nobody") + " to "
                        + Objects.requireNonNullElse(incident.to(), "nobody yet");
        return incident.kind().title() + " of cluster " + incident.cluster() + who;
    }

    static String period(Incident incident) {
        Instant ended = incident.ended();
        return DAY.format(incident.began())
                + (ended == null ? ", and it is not over: the record so far" : " to " + DAY.format(ended));
    }

    static String outage(Outage outage) {
        return outage.seconds() == null
                ? "unknown: " + outage.knownBy()
                : "at most " + Figures.atMost(outage.seconds()) + " (" + outage.knownBy() + ")";
    }

    static String loss(Loss loss) {
        return loss.bytes() == null
                ? "unknown: " + loss.knownBy()
                : (loss.atLeast() ? "at least " : "") + Figures.bytes(loss.bytes()) + " (known by: " + loss.knownBy()
                        + ")";
    }

    static String lacked(Candidate candidate) {
        return candidate.leastBytes() == null
                ? "what it lacked is not known"
                : "lacked " + bounds(candidate.leastBytes(), candidate.mostBytes());
    }

    private static String bounds(long least, @Nullable Long most) {
        if (most == null) {
            return "at least " + Figures.bytes(least);
        }
        return most == least ? Figures.bytes(least) : Figures.bytes(least) + " to " + Figures.bytes(most);
    }

    private static List<String> moments(List<Moment> moments) {
        return moments.stream()
                .map(moment -> TIME.format(moment.at()) + "  " + moment.sentence())
                .toList();
    }

    private static List<String> candidates(List<Candidate> candidates) {
        return candidates.stream()
                .map(candidate -> candidate.member() + ": " + candidate.prospect() + ", " + lacked(candidate)
                        + (candidate.reason() == null ? "" : "; " + candidate.reason()))
                .toList();
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        text.append('\n').append(title).append('\n');
        text.append((lines.isEmpty() ? List.of("not known") : lines)
                .stream().map(line -> "  " + plain(line) + "\n").collect(Collectors.joining()));
    }
}
