package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Causality;
import io.greenlang.patroni.monitor.rule.Causality.Inhibition;
import io.greenlang.patroni.monitor.rule.Severity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's alerts as people should read them: causes before what follows from them, and no warning beside a critical
 * alert that says the same louder.
 *
 * @param causes the worst first
 * @param effects explained by one of the causes
 */
record Alerts(List<Alert> causes, List<Effect> effects) {
    /** @param cause the name of the alert that explains it */
    record Effect(Alert alert, String cause) {}

    static Alerts of(List<Alert> all) {
        List<Alert> loudest =
                all.stream().filter(alert -> !isDrowned(alert, all)).toList();
        return new Alerts(
                loudest.stream().filter(alert -> cause(alert, all).isEmpty()).toList(),
                loudest.stream()
                        .flatMap(alert -> cause(alert, all).stream().map(cause -> new Effect(alert, cause)))
                        .toList());
    }

    Stream<AlertRow> rows(Visit visit) {
        return Stream.concat(
                causes.stream().map(alert -> AlertRow.of(alert, null, visit)),
                effects.stream().map(effect -> AlertRow.of(effect.alert(), effect.cause(), visit)));
    }

    /** The causes that fire, or else those that are pending: the worst first. */
    List<Alert> telling() {
        List<Alert> firing = causes.stream().filter(Alert::isFiring).toList();
        return firing.isEmpty() ? causes : firing;
    }

    /** The worst, where it can't wait. */
    Optional<Alert> urgent() {
        return causes.stream()
                .filter(alert -> alert.severity() == Severity.CRITICAL && alert.isFiring())
                .findFirst();
    }

    private static boolean isDrowned(Alert alert, List<Alert> all) {
        return alert.severity() == Severity.WARNING
                && all.stream()
                        .anyMatch(other -> other.isFiring()
                                && other.severity() == Severity.CRITICAL
                                && other.name().equals(alert.name())
                                && Objects.equals(other.member(), alert.member()));
    }

    private static Optional<String> cause(Alert alert, List<Alert> all) {
        return Causality.inhibitions().stream()
                .filter(inhibition -> inhibition.effects().stream()
                        .anyMatch(effect -> effect.name().equals(alert.name())))
                .filter(inhibition -> all.stream().anyMatch(other -> causes(inhibition, other, alert)))
                .map(inhibition -> inhibition.cause().name())
                .findFirst();
    }

    private static boolean causes(Inhibition inhibition, Alert cause, Alert alert) {
        return cause.isFiring()
                && cause.name().equals(inhibition.cause().name())
                && (inhibition.severity() == null || inhibition.severity() == cause.severity())
                && (!inhibition.sameMember() || Objects.equals(cause.member(), alert.member()));
    }

    /**
     * One alert.
     *
     * @param severity also its colour
     * @param runbook address of its page; null for one that the catalogue does not know
     * @param remark what else there is to know about its state; null for nothing
     */
    record AlertRow(
            String alertname,
            String severity,
            String state,
            @Nullable String runbook,
            Timestamp since,
            String description,
            @Nullable String remark) {

        /** @param cause the name of the alert that explains it; null for none */
        static AlertRow of(Alert alert, @Nullable String cause, Visit visit) {
            return new AlertRow(
                    alert.name(),
                    alert.severity().label(),
                    alert.state().label(),
                    runbook(alert, visit),
                    visit.moment(alert.began()),
                    alert.description(),
                    remark(alert, cause, visit));
        }

        static @Nullable String runbook(Alert alert, Visit visit) {
            return Catalogue.rule(alert.name())
                    .map(rule -> visit.links().runbook(rule.page()))
                    .orElse(null);
        }

        private static @Nullable String remark(Alert alert, @Nullable String cause, Visit visit) {
            String remarks = Stream.of(
                            alert.isFiring() && alert.since().isAfter(alert.began())
                                    ? "firing since "
                                            + visit.moment(alert.since()).utc()
                                    : "",
                            cause == null ? "" : "follows from " + cause,
                            alert.state() == Alert.State.HELD
                                    ? "held: its facts are unknown now, and nothing disproves it"
                                    : "",
                            alert.identity().maintenance() ? "pages nobody during maintenance" : "")
                    .filter(remark -> !remark.isEmpty())
                    .collect(Collectors.joining("; "));
            return remarks.isEmpty() ? null : remarks;
        }
    }
}
