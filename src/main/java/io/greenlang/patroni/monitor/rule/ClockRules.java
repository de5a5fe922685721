package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.ClockSkew;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the clocks of a cluster agree. */
final class ClockRules {
    static final Rule CLOCK_SKEW = Rule.warning(
            new Rule.Card(
                    "PatroniClockSkew",
                    "clock-skew",
                    Unit.SECONDS,
                    StateEffect.WHEN_FIRING,
                    "A member's clock and the monitor's differ",
                    "The clock of $member of $cluster and the monitor's differ by $value."),
            "abs(patroni_monitor_clock_offset_seconds) > $limit",
            ClockRules::clockSkew);

    private static final double NANOS = 1e9;

    private ClockRules() {}

    /** A member that answers and does not tell its time has no finding. */
    private static List<Finding> clockSkew(ClusterSnapshot snapshot, Level level) {
        return snapshot.members().stream()
                .flatMap(member -> snapshot.clockSkew(member)
                        .map(skew -> Stream.of(clockSkew(snapshot, level, member, skew)))
                        .orElseGet(() -> unread(level, member)))
                .toList();
    }

    private static Finding clockSkew(ClusterSnapshot snapshot, Level level, MemberObservation member, ClockSkew skew) {
        return level.above(member.name(), Seconds.of(skew.size()), () -> description(snapshot, level, member, skew));
    }

    /** Where most clocks are off by the same, it is the monitor's that is off. */
    private static String description(ClusterSnapshot snapshot, Level level, MemberObservation member, ClockSkew skew) {
        Duration apart = Duration.ofNanos((long) (level.limit() * NANOS));
        long alike = snapshot.members().stream()
                .flatMap(other -> snapshot.clockSkew(other).stream())
                .filter(other -> other.ahead().minus(skew.ahead()).abs().compareTo(apart) <= 0)
                .count();
        int all = snapshot.members().size();
        String difference =
                "The clock of %s of %s is %s the monitor's".formatted(member.name(), snapshot.cluster(), skew.words());
        return alike >= 2 && 2 * alike > all
                ? "%s, as are %d of %d: check the monitor's own clock first.".formatted(difference, alike, all)
                : difference + ".";
    }

    private static Stream<Finding> unread(Level level, MemberObservation member) {
        Optional<String> reason = member.isReadable()
                ? Optional.empty()
                : member.postgres()
                        .reason()
                        .or(() -> member.patroni().reason())
                        .map(failure -> member.name() + ": " + failure);
        return reason.map(why -> level.unknown(member.name(), why)).stream();
    }
}
