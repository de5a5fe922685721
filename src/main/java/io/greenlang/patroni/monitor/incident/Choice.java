package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.incident.Incident.Kind;
import io.greenlang.patroni.monitor.model.FailoverForecast.Prospect;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why this member took over, as far as what was foretold tells. */
final class Choice {
    private Choice() {}

    static String words(Kind kind, Normal before, @Nullable String to) {
        if (to == null) {
            return "Nobody is known to lead yet";
        }
        if (before.leader() == null) {
            return "Who led before is not known";
        }
        return switch (kind) {
            case OUTAGE -> "No other member took over";
            case SWITCHOVER -> to + " took over as planned";
            case FAILOVER -> chosen(before, to);
            case LEADER_CHANGE -> "If nobody asked for it: " + chosen(before, to);
        };
    }

    private static String chosen(Normal before, String to) {
        return before.prevented() == null
                ? raced(before.candidates(), to)
                : "Patroni would have chosen nobody (" + before.prevented() + "), so that somebody chose " + to
                        + ", or that had changed";
    }

    private static String raced(List<Candidate> candidates, String to) {
        Optional<Candidate> winner = candidates.stream()
                .filter(candidate -> candidate.member().equals(to))
                .findFirst();
        if (winner.isEmpty()) {
            return "Why " + to + " took over is unknown: it was not a known candidate";
        }
        if (winner.get().is(Prospect.CHOSEN)) {
            return to + " was the only one that could win the race for the leader lock";
        }
        if (winner.get().is(Prospect.POSSIBLE)) {
            String others = candidates.stream()
                    .filter(candidate -> candidate.is(Prospect.POSSIBLE)
                            && !candidate.member().equals(to))
                    .map(Candidate::member)
                    .collect(Collectors.joining(", "));
            return others.isEmpty()
                    ? to + " could win the race for the leader lock, and nobody else was known to"
                    : to + " took the leader lock first; " + others + " could have won, too";
        }
        return winner.get().is(Prospect.EXCLUDED)
                ? to + " was not expected to win"
                        + (winner.get().reason() == null
                                ? ""
                                : " (" + winner.get().reason() + ")")
                        + "; something changed after the last look at the old leader"
                : "Why " + to + " took over is unknown: what decides could not be read there";
    }
}
