package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.trend.FigureBucket;
import io.greenlang.patroni.monitor.trend.FigureBucket.Kind;
import io.greenlang.patroni.monitor.trend.Trend;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a line shows, for people who hear the page. */
final class LineWords {
    private LineWords() {}

    /** Such as {@code 0.0 s to 26.0 s, now 0.4 s; 3 min unknown; warning above 30 s}. */
    static String of(List<FigureBucket> hour, FigureBucket now, Gauge gauge) {
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

    static String value(FigureBucket level, Gauge gauge, String none) {
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
