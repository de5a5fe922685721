package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.LeaderChange;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Another member became leader.
 *
 * @param leaderless how long nobody led
 * @param planned yes, no or unknown
 */
record ChangeRow(Timestamp at, String from, String to, int timeline, String leaderless, String planned) {
    /** Those of the last day and the last one that is known at all, the newest first. */
    static List<ChangeRow> of(LeaderRecord record, Visit visit) {
        return Stream.concat(record.changes().stream(), Stream.ofNullable(record.last()))
                .distinct()
                .sorted(Comparator.comparing(LeaderChange::at).reversed())
                .map(change -> of(change, visit))
                .toList();
    }

    private static ChangeRow of(LeaderChange change, Visit visit) {
        return new ChangeRow(
                visit.moment(change.at()),
                who(change.from()),
                who(change.to()),
                change.timeline(),
                change.leaderless() == null ? Fact.UNKNOWN : Figures.time(change.leaderless()),
                change.planned().name().toLowerCase(Locale.ROOT));
    }

    private static String who(@Nullable String member) {
        return Objects.requireNonNullElse(member, Fact.UNKNOWN);
    }
}
