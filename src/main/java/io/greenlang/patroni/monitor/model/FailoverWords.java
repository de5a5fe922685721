package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.FailoverForecast.Option;
import io.greenlang.patroni.monitor.model.FailoverForecast.Prospect;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A forecast in sentences for people: who would be chosen, and at least and at most what would be lost.
 *
 * @param wall by which times of day are shown, in UTC
 */
public record FailoverWords(FailoverForecast forecast, ClockOffset wall) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Such as {@code If patroni-0 failed now: }, with {@link #outcome} behind it; empty for a cluster without standbys. */
    public Optional<String> sentence() {
        return forecast.options().isEmpty() ? Optional.empty() : Optional.of(occasion() + ": " + outcome());
    }

    private String occasion() {
        if (forecast.primary() == null) {
            return "A failover now";
        }
        return forecast.primaryWorks()
                ? "If " + forecast.primary() + " failed now"
                : "Failover from " + forecast.primary();
    }

    /** Such as {@code Patroni would choose patroni-1; at most 1.2 MiB (0.3 s) would be lost}. */
    public String outcome() {
        if (forecast.prevented() != null) {
            return "Patroni would choose nobody: " + forecast.prevented();
        }
        List<Option> contenders = forecast.contenders();
        if (contenders.isEmpty()) {
            return "Patroni would choose nobody" + unless("could take over");
        }
        if (contenders.size() == 1) {
            Option only = contenders.get(0);
            String doubt = only.reason() == null ? "" : ", or nobody: " + only.reason();
            return "Patroni would choose " + only.member() + doubt + unless("has received more WAL") + "; "
                    + loss(only.cost());
        }
        return "Patroni would choose "
                + contenders.stream().map(Option::member).collect(Collectors.joining(" or "))
                + ", whichever has received more WAL" + unless("has received even more") + "; "
                + loss(Objects.requireNonNull(worst(contenders)));
    }

    /** That a switchover is the way out, where a failover would lose something and the primary still works. */
    public Optional<String> advice() {
        boolean loses = forecast.contenders().stream()
                .anyMatch(option -> option.cost()
                        .known()
                        .filter(known -> known.mostBytes() == null || known.mostBytes() > 0)
                        .isPresent());
        return forecast.primaryWorks() && loses
                ? Optional.of("A planned switchover waits for the standby and loses nothing.")
                : Optional.empty();
    }

    private String unless(String what) {
        String unseen = forecast.options().stream()
                .filter(option -> option.prospect() == Prospect.UNSEEN)
                .map(option -> option.member() + " (" + option.reason() + ")")
                .collect(Collectors.joining(" or "));
        return unseen.isEmpty() ? "" : ", unless " + unseen + " " + what;
    }

    /** The highest of the upper bounds and the lowest of the lower ones; unknown where one is. */
    private static FailoverCost worst(List<Option> contenders) {
        FailoverCost worst = contenders.get(0).cost();
        for (Option other : contenders.subList(1, contenders.size())) {
            FailoverCost one = worst;
            worst = one.fold(
                    known -> other.cost().fold(more -> wider(known, more), unknown -> unknown), unknown -> unknown);
        }
        return worst;
    }

    private static FailoverCost wider(FailoverCost.Known one, FailoverCost.Known other) {
        Long most = one.mostBytes();
        Long otherMost = other.mostBytes();
        Duration time = one.mostTime();
        Duration otherTime = other.mostTime();
        return new FailoverCost.Known(
                Math.min(one.leastBytes(), other.leastBytes()),
                most == null || otherMost == null ? null : Long.valueOf(Math.max(most, otherMost)),
                least(one.leastTime(), other.leastTime()),
                time == null || otherTime == null
                        ? null
                        : List.of(time, otherTime).stream()
                                .max(Comparator.naturalOrder())
                                .orElse(time),
                one.asOf(),
                one.primaryRead(),
                one.synchronous() && other.synchronous());
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** One line about one member, such as {@code patroni-2 would not be chosen: tagged nofailover: true; at least …}. */
    public String of(Option option) {
        String why = option.reason() == null ? "" : ": " + option.reason();
        String prospect = switch (option.prospect()) {
            case CHOSEN -> " would be chosen";
            case POSSIBLE -> " could be chosen";
            case EXCLUDED -> " would not be chosen";
            case UNSEEN -> " may be chosen, unknown";
        };
        return option.member() + prospect + why + "; " + loss(option.cost());
    }

    /** Such as {@code at least 44.0 MiB (11.0 s), at most 50.0 MiB (13.1 s) would be lost}. */
    public String loss(FailoverCost cost) {
        return cost.fold(this::loss, unknown -> "how much would be lost is unknown (" + unknown.reason() + ")");
    }

    private String loss(FailoverCost.Known cost) {
        if (cost.synchronous()) {
            return "no committed transaction would be lost (synchronous standby)";
        }
        String time = time(cost);
        Long most = cost.mostBytes();
        String least = Figures.bytes(cost.leastBytes()) + inBrackets(cost.leastTime());
        if (most == null) {
            String seen = cost.primaryRead() ? "" : " of what was seen by " + time;
            return cost.leastBytes() == 0
                    ? "how much would be lost is unknown (" + whyNoLimit(cost, time) + ")"
                    : "at least " + least + seen + " would be lost";
        }
        if (most == 0) {
            return "nothing that was written by " + time + " would be lost";
        }
        String atMost = "at most " + Figures.bytes(most) + inBrackets(cost.mostTime());
        if (cost.leastBytes() == 0) {
            return atMost + " would be lost";
        }
        return most == cost.leastBytes()
                ? Figures.bytes(most) + inBrackets(cost.mostTime()) + " would be lost"
                : "at least " + least + ", " + atMost + " would be lost";
    }

    /** Nothing where the ring of positions does not reach so far back. */
    private static String inBrackets(@Nullable Duration time) {
        return time == null || time.isZero() ? "" : " (" + Figures.time(time) + ")";
    }

    /** Why a bound of this cost is not known; empty when all are. */
    public Optional<String> whyUnknown(FailoverCost cost) {
        return cost.fold(
                known -> {
                    if (known.mostBytes() == null) {
                        return Optional.of(whyNoLimit(known, time(known)));
                    }
                    return known.mostTime() == null
                            ? Optional.of("the primary passed that position before the monitor watched it")
                            : Optional.empty();
                },
                unknown -> Optional.of(unknown.reason()));
    }

    private String time(FailoverCost.Known cost) {
        return TIME.format(wall.shows(cost.asOf()));
    }

    private static String whyNoLimit(FailoverCost.Known cost, String time) {
        return cost.primaryRead()
                ? "the standby has not been watched for long enough"
                : "the primary was last read at " + time + " and may have written more since";
    }
}
