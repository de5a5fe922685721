package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds one cluster's snapshots against the catalogue, and remembers from one to the next what is pending and what
 * fires. The snapshot's own time is the clock. As in Prometheus every severity goes its own way: 90 s of lag is a
 * warning and a critical alert. One for each cluster; one thread at a time.
 */
public final class Judge {
    private final Duration unknownHold;
    private final MaintenanceWindow maintenance = new MaintenanceWindow();
    private Map<Subject, Holding> holdings = Map.of();

    /** @param unknownHold how long a condition keeps its state while its facts are unknown */
    public Judge(Duration unknownHold) {
        this.unknownHold = unknownHold;
    }

    private record Subject(Rule rule, Alert.Identity identity) {}

    /** What outlives the process. */
    public record Kept(List<KeptAlert> alerts, MaintenanceWindow.Kept maintenance) {}

    /** @param rule its name */
    record KeptAlert(String rule, Alert.Identity identity, Holding holding) {}

    public Kept keep() {
        return new Kept(
                holdings.entrySet().stream()
                        .map(entry -> new KeptAlert(
                                entry.getKey().rule().name(), entry.getKey().identity(), entry.getValue()))
                        .toList(),
                maintenance.keep());
    }

    /**
     * Of a daemon that ended. What was pending or fired goes on when it still holds, unless nobody watched for longer than a
     * condition outlives its facts, or the clock was set back; then it begins again. Rules that there are no longer are left out.
     */
    public static Judge of(Kept kept, Duration unknownHold, Instant now) {
        Judge judge = new Judge(unknownHold);
        Map<Subject, Holding> holdings = new HashMap<>();
        for (KeptAlert alert : kept.alerts()) {
            Instant known = alert.holding().lastKnown();
            if (!known.isAfter(now) && !known.plus(unknownHold).isBefore(now)) {
                Catalogue.rule(alert.rule())
                        .ifPresent(rule -> holdings.put(new Subject(rule, alert.identity()), alert.holding()));
            }
        }
        judge.holdings = holdings;
        judge.maintenance.restore(kept.maintenance());
        return judge;
    }

    /**
     * Subjects that are no longer in the snapshot are forgotten. An alert in maintenance is another one than the same without,
     * as it is to Prometheus, which knows it by its labels: it begins again when the window opens or closes.
     */
    public ClusterReport judge(ClusterConfig config, ClusterSnapshot snapshot) {
        boolean inMaintenance = maintenance.isOpen(snapshot, config.thresholds().maintenanceWindow());
        Map<Subject, Holding> next = new HashMap<>();
        for (Rule rule : Catalogue.rules()) {
            for (Finding finding : rule.evaluate(snapshot, config.thresholds())) {
                Duration pendingFor = rule.limit(finding.severity(), config.thresholds())
                        .map(Limit::pendingFor)
                        .orElseThrow();
                Subject subject = new Subject(
                        rule,
                        new Alert.Identity(
                                rule.name(),
                                finding.severity(),
                                finding.member(),
                                inMaintenance && Causality.isMeaninglessInMaintenance(rule)));
                step(holdings.get(subject), finding, snapshot, pendingFor)
                        .ifPresent(holding -> next.put(subject, holding));
            }
        }
        holdings = next;
        return new ClusterReport(config, snapshot, state(snapshot), alerts(), inMaintenance);
    }

    private Optional<Holding> step(
            @Nullable Holding before, Finding finding, ClusterSnapshot snapshot, Duration pendingFor) {
        Instant now = snapshot.at();
        return finding.verdict()
                .fold(
                        holds -> Optional.of(Holding.go(before, now, pendingFor, holds, finding.evidenceIn(snapshot))),
                        Optional::empty,
                        unknown -> Optional.ofNullable(before).flatMap(holding -> holding.unknown(now, unknownHold)));
    }

    /** What was asked and is unread may hide anything: never healthy. */
    private ClusterState state(ClusterSnapshot snapshot) {
        if (snapshot.isBlind()) {
            return ClusterState.BLIND;
        }
        ClusterState atBest = snapshot.facts().visibility().isFull() ? ClusterState.HEALTHY : ClusterState.DEGRADED;
        return holdings.entrySet().stream()
                .filter(entry -> counts(entry.getKey().rule(), entry.getValue()))
                .map(entry -> entry.getKey().identity().severity())
                .max(Comparator.naturalOrder())
                .map(worst -> worst == Severity.CRITICAL ? ClusterState.CRITICAL : ClusterState.DEGRADED)
                .orElse(atBest);
    }

    private static boolean counts(Rule rule, Holding holding) {
        return switch (rule.stateEffect()) {
            case IMMEDIATE -> true;
            case WHEN_FIRING -> holding.isFiring();
            case NONE -> false;
        };
    }

    private List<Alert> alerts() {
        List<Alert> alerts = new ArrayList<>();
        holdings.forEach((subject, holding) -> alerts.add(holding.alert(subject.identity())));
        alerts.sort(Urgency.WORST_FIRST);
        return alerts;
    }

    /**
     * A condition that holds, from snapshot to snapshot.
     *
     * @param since when it began
     * @param firingSince null while it is pending
     * @param lastKnown the newest snapshot in which its facts were known
     * @param interrupted the facts were unknown in the last snapshot
     * @param last what the newest snapshot that knew them said
     */
    record Holding(
            Instant since, @Nullable Instant firingSince, Instant lastKnown, boolean interrupted, Verdict.Holds last) {

        /**
         * It holds (still): fires once it has held for long enough without a gap, and then goes on firing. As in Prometheus, a
         * pending time that was interrupted starts again. What is only repeated does not make it fire: somebody must have seen
         * it at the end of that time.
         *
         * @param evidence when what it rests on was known
         */
        static Holding go(
                @Nullable Holding before, Instant now, Duration pendingFor, Verdict.Holds verdict, Instant evidence) {
            Instant since = now;
            Instant firingSince = null;
            if (before != null && (before.firingSince != null || !before.interrupted)) {
                since = before.since;
                firingSince = before.firingSince;
            }
            if (firingSince == null && !since.plus(pendingFor).isAfter(evidence)) {
                firingSince = now;
            }
            return new Holding(since, firingSince, now, false, verdict);
        }

        /** Its facts are unknown: nothing disproves it, nothing moves it on, and it can't stay like that for long. */
        Optional<Holding> unknown(Instant now, Duration atMost) {
            return lastKnown.plus(atMost).isBefore(now)
                    ? Optional.empty()
                    : Optional.of(new Holding(since, firingSince, lastKnown, true, last));
        }

        boolean isFiring() {
            return firingSince != null;
        }

        Alert alert(Alert.Identity identity) {
            return new Alert(
                    identity,
                    state(),
                    since,
                    Objects.requireNonNullElse(firingSince, since),
                    last.value(),
                    last.description());
        }

        private Alert.State state() {
            if (firingSince == null) {
                return Alert.State.PENDING;
            }
            return interrupted ? Alert.State.HELD : Alert.State.FIRING;
        }
    }
}
