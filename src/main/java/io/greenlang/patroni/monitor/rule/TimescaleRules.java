package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.model.TimescaleFacts.JobOf;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Missing;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Part;
import io.greenlang.patroni.monitor.model.TimescaleJob;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The background jobs of TimescaleDB, which run on the primary. Silent where there is no TimescaleDB. */
final class TimescaleRules {
    static final Rule JOB_FAILING = Rule.of(
            new Rule.Card(
                    "PatroniTimescaleJobFailing",
                    "timescale-job-failing",
                    Unit.COUNT,
                    StateEffect.WHEN_FIRING,
                    "A background job of TimescaleDB fails, or does not start",
                    "A background job of TimescaleDB in $cluster failed $value times in a row."),
            new Rule.Case(
                            "max by (cluster) (timescaledb_job_failures_in_a_row) > $limit"
                                    + " or sum by (cluster) (timescaledb_jobs_overdue) > 0",
                            (snapshot, level) -> new Judgement(snapshot, level).withOverdue())
                    .says("Background jobs of TimescaleDB in $cluster fail, or do not start: $value"
                            + " (failures in a row, or jobs that are overdue)."),
            new Rule.Case(
                    "max by (cluster) (timescaledb_job_failures_in_a_row) > $limit",
                    (snapshot, level) -> new Judgement(snapshot, level).ofFailures()));

    private static final int MOST_NAMED = 5;

    private TimescaleRules() {}

    /** One severity held against the primary; in a split brain, against each that takes itself for it. */
    private record Judgement(ClusterSnapshot snapshot, Level level) {
        List<Finding> ofFailures() {
            List<JobOf> failing = jobs(job -> job.isFailing() && job.runs().failuresInARow() > level.limit());
            return failing.isEmpty() ? withoutTrouble() : List.of(fails(failing));
        }

        List<Finding> withOverdue() {
            List<JobOf> failing = jobs(job -> job.isFailing() && job.runs().failuresInARow() > level.limit());
            if (!failing.isEmpty()) {
                return List.of(fails(failing));
            }
            List<JobOf> overdue = jobs(TimescaleJob::isOverdue);
            return overdue.isEmpty() ? withoutTrouble() : List.of(doesNotStart(overdue));
        }

        private Finding fails(List<JobOf> failing) {
            List<JobOf> worstFirst = failing.stream()
                    .sorted(Comparator.comparing((JobOf one) -> one.job().runs().failuresInARow())
                            .reversed())
                    .toList();
            String each = named(
                    worstFirst,
                    one -> "%s, %d in a row"
                            .formatted(one.words(), one.job().runs().failuresInARow()));
            return level.holds(
                    null,
                    worstFirst.get(0).job().runs().failuresInARow(),
                    "Jobs of TimescaleDB in %s fail: %s.".formatted(snapshot.cluster(), each));
        }

        private Finding doesNotStart(List<JobOf> overdue) {
            String each = named(
                    overdue,
                    one -> "%s, due since %s"
                            .formatted(one.words(), one.job().schedule().nextStart()));
            return level.holds(
                    null,
                    overdue.size(),
                    "Jobs of TimescaleDB in %s do not start: %s.".formatted(snapshot.cluster(), each));
        }

        private static String named(List<JobOf> jobs, Function<JobOf, String> words) {
            String first = jobs.stream().limit(MOST_NAMED).map(words).collect(Collectors.joining("; "));
            int more = jobs.size() - MOST_NAMED;
            return more > 0 ? first + "; and " + more + " more" : first;
        }

        private List<JobOf> jobs(Predicate<TimescaleJob> which) {
            return primaries().stream()
                    .flatMap(member -> member.timescale().value().stream())
                    .flatMap(TimescaleFacts::jobs)
                    .filter(one -> which.test(one.job()))
                    .toList();
        }

        private List<MemberObservation> primaries() {
            return snapshot.members().stream()
                    .filter(member -> member.postgres()
                            .value()
                            .filter(PostgresFacts::isWritable)
                            .isPresent())
                    .toList();
        }

        /** Well, as far as all was seen. */
        private List<Finding> withoutTrouble() {
            List<String> unseen = new ArrayList<>();
            boolean looked = false;
            for (MemberObservation primary : primaries()) {
                primary.timescale().reason().ifPresent(failure -> unseen.add(primary.name() + ": " + failure));
                TimescaleFacts facts = primary.timescale().value().orElse(null);
                looked |= facts != null;
                if (facts != null) {
                    facts.missing().stream()
                            .filter(missing -> missing.part() != Part.CONTINUOUS_AGGREGATES)
                            .map(TimescaleRules::words)
                            .forEach(unseen::add);
                }
            }
            if (!unseen.isEmpty()) {
                return List.of(level.unknown(null, String.join("; ", unseen)));
            }
            if (looked) {
                return List.of(level.clear(null));
            }
            return isAsked() ? List.of(level.unknown(null, "no primary has reported its jobs")) : List.of();
        }

        private boolean isAsked() {
            return snapshot.members().stream()
                    .map(MemberObservation::timescale)
                    .anyMatch(answer -> answer.isAnswered() || answer.reason().isPresent());
        }
    }

    private static String words(Missing missing) {
        return missing.database() + ": " + missing.failure();
    }
}
