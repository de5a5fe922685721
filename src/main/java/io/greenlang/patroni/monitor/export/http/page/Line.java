package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.trend.FigureBucket;
import io.greenlang.patroni.monitor.trend.FigureBucket.Kind;
import io.greenlang.patroni.monitor.trend.Trend.MemberTrend;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One figure of one member as a small picture, with what it shows in words.
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
                gauge.label() + " of " + member.name() + span + ": " + LineWords.of(hour, now, gauge),
                empty ? null : drawing(hour, gauge),
                member.now().isAbsent() && !empty ? "not seen" : LineWords.value(now, gauge, NOT_APPLICABLE),
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
}
