package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A cluster in one line. */
final class Digest {
    private Digest() {}

    /** Why it stands as it does: by the worst of its alerts, or by what is well. */
    static String why(ClusterReport report, Alerts alerts) {
        return report.snapshot()
                .map(snapshot -> byAlerts(alerts).or(() -> doubt(snapshot)).orElseGet(() -> quiet(snapshot)))
                .orElse("The first poll has not finished yet.");
    }

    private static Optional<String> byAlerts(Alerts alerts) {
        List<Alert> telling = alerts.telling();
        return telling.stream().findFirst().map(worst -> worst.description() + more(telling.size() - 1));
    }

    /** Since when the facts of the alert that {@link #why} tells have held; empty while no alert is firing. */
    static Optional<Instant> since(Alerts alerts) {
        return alerts.telling().stream().findFirst().filter(Alert::isFiring).map(Alert::began);
    }

    private static String more(int others) {
        return switch (others) {
            case 0 -> "";
            case 1 -> " (and one more alert)";
            default -> " (and " + others + " more alerts)";
        };
    }

    /** What no alert tells of, and the cluster is not healthy for. */
    private static Optional<String> doubt(ClusterSnapshot snapshot) {
        return Optional.ofNullable(snapshot.facts().visibility().formerLeader()).map(former -> former + ".");
    }

    private static String quiet(ClusterSnapshot snapshot) {
        Leadership who = snapshot.facts().leadership();
        return answering(snapshot) + ", " + (who.leader() == null ? "the leader is unknown" : who.leader() + " leads")
                + ", " + largestLag(snapshot) + ".";
    }

    private static String largestLag(ClusterSnapshot snapshot) {
        List<ReplicationLag> all = List.copyOf(snapshot.facts().lag().values());
        if (all.stream().anyMatch(lag -> lag.known().isEmpty())) {
            return "not every lag is known";
        }
        return all.stream()
                .flatMap(lag -> lag.known().stream())
                .map(ReplicationLag.Known::time)
                .max(Comparator.naturalOrder())
                .map(Digest::largest)
                .orElse("no standby");
    }

    private static String largest(Duration lag) {
        return lag.isZero() ? "every standby is caught up" : "largest lag " + Figures.time(lag);
    }

    /** Such as {@code 2 of 3 answer}. */
    static String answering(ClusterSnapshot snapshot) {
        long answering = snapshot.members().stream()
                .filter(MemberObservation::isReadable)
                .count();
        return answering + " of " + snapshot.members().size() + (answering == 1 ? " answers" : " answer");
    }

    /** What is to be found below. */
    static String of(ClusterSnapshot snapshot, int alerts, ClusterPanel.Rest rest) {
        return String.join(
                " · ",
                counted(snapshot.members().size(), "member"),
                counted(alerts, "alert"),
                rest.unseen().isEmpty()
                        ? "everything seen"
                        : counted(rest.unseen().size(), "thing") + " not seen",
                rest.changes().isEmpty()
                        ? "no leader change known"
                        : "last leader change " + rest.changes().get(0).at().distance());
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
