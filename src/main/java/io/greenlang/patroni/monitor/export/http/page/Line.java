package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.trend.FigureBucket;
import io.greenlang.patroni.monitor.trend.FigureBucket.Kind;
import io.greenlang.patroni.monitor.trend.Trend;
import io.greenlang.patroni.monitor.trend.Trend.MemberTrend;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One figure of one member as a small snapshot, with what it shows in words.
 *
 * @param id within the page
 * @param drawing null where nothing was ever there to be drawn
 * @param now the newest value; a dash where the figure does not apply
 */
record Line(String id, String title, @Nullable Drawing drawing, String now, String tone) {
    private static final String NOT_APPLICABLE = "–";

    /**
     * Paths of SVG, in a box of {@link Steps#WIDTH} by {@link Steps#HEIGHT}; null for one without a stretch.
     *
     * @param known values
     * @param least lower bounds
     * @param unknown stretches of time
     * @param warning height of a limit that lies within the scale; null for none
     * @param scale its ends
     */
    record Drawing(
            @Nullable String known,
            @Nullable String least,
            @Nullable String unknown,
            @Nullable String warning,
            @Nullable String critical,
            String scale) {}

    /** @param span of time, as it goes on behind the member's name */
    static Line of(String id, MemberTrend member, Gauge gauge, String span) {
        List<FigureBucket> hour = member.hour().stream()
                .map(reading -> reading.level(gauge.figure()))
                .toList();
        FigureBucket now = member.now().level(gauge.figure());
        boolean empty = hour.stream().allMatch(level -> level.kind() == Kind.NONE);
        return new Line(
                id + "-" + gauge.figure().name().toLowerCase(Locale.ROOT),
                gauge.label() + " of " + member.name() + span + ": " + words(hour, now, gauge),
                empty ? null : drawing(hour, gauge),
                member.now().isAbsent() && !empty ? "not seen" : value(now, gauge, NOT_APPLICABLE),
                now.isUnknown() || member.now().isAbsent() ? Fact.UNKNOWN : Fact.PLAIN);
    }

    private static Drawing drawing(List<FigureBucket> hour, Gauge gauge) {
        double top =
                gauge.top(hour.stream().mapToDouble(FigureBucket::value).max().orElse(0));
        Steps steps = new Steps(top);
        return new Drawing(
                steps.line(hour, Kind.KNOWN),
                steps.line(hour, Kind.AT_LEAST),
                Steps.blocks(hour, FigureBucket::isUnknown, 0, Steps.HEIGHT),
                limit(gauge.warning(), top, steps),
                limit(gauge.critical(), top, steps),
                "0–" + gauge.round(top));
    }

    private static @Nullable String limit(OptionalDouble limit, double top, Steps steps) {
        return limit.isPresent() && limit.getAsDouble() <= top ? steps.across(limit.getAsDouble()) : null;
    }

    /** What it shows, for people who hear the page, such as {@code 0.0 s to 26.0 s, now 0.4 s; 3 min unknown; warning above 30 s}. */
    private static String words(List<FigureBucket> hour, FigureBucket now, Gauge gauge) {
        Duration unknown = Trend.STEP.multipliedBy(
                hour.stream().filter(FigureBucket::isUnknown).count());
        Optional<FigureBucket> highest =
                hour.stream().filter(FigureBucket::hasValue).max(Comparator.comparingDouble(FigureBucket::value));
        if (highest.isEmpty()) {
            return unknown.isZero() ? "does not apply" : "unknown throughout";
        }
        double lowest = hour.stream()
                .filter(FigureBucket::hasValue)
                .mapToDouble(FigureBucket::value)
                .min()
                .orElseThrow();
        String most = value(highest.get(), gauge, "");
        String least = gauge.text(lowest);
        String current = value(now, gauge, "");
        boolean same = least.equals(most) && current.equals(most);
        return (least.equals(most) ? most + " throughout" : least + " to " + most)
                + (now.kind() == Kind.NONE || same ? "" : ", now " + current)
                + (unknown.isZero() ? "" : "; " + Figures.age(unknown) + " unknown")
                + limits(gauge, gauge.top(highest.get().value()));
    }

    private static String value(FigureBucket level, Gauge gauge, String none) {
        return switch (level.kind()) {
            case NONE -> none;
            case UNKNOWN -> Fact.UNKNOWN;
            case KNOWN -> gauge.text(level.value());
            case AT_LEAST -> "at least " + gauge.text(level.value());
        };
    }

    private static String limits(Gauge gauge, double top) {
        return limit("warning", gauge.warning(), gauge, top) + limit("critical", gauge.critical(), gauge, top);
    }

    private static String limit(String severity, OptionalDouble limit, Gauge gauge, double top) {
        return limit.isPresent() && limit.getAsDouble() <= top
                ? "; " + severity + " above " + gauge.round(limit.getAsDouble())
                : "";
    }
}
