package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.config.LimitKind;
import io.greenlang.patroni.monitor.config.Thresholds;
import io.greenlang.patroni.monitor.config.Thresholds.Limit;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the catalogue: a condition, in words, in PromQL, and as a check of a snapshot. The two forms use the same
 * limits and mean the same. Immutable.
 */
public final class Rule {
    /** Stands for the limit in a PromQL template. */
    private static final String LIMIT = "$limit";

    private static final Limit ALWAYS = new Limit(0, Duration.ZERO);

    private final Card card;
    private final Map<Severity, Case> cases;
    /** Where there is no key in the configuration. */
    private final Limit fixed;

    /**
     * @param name the contract's alertname; also the name of the runbook page
     * @param configKey under {@code thresholds} in the configuration; empty when it can't be configured
     * @param summary one static sentence, the same for every subject
     * @param words one sentence for who has no more than the metrics, with {@code $cluster}, {@code $member} and
     *     {@code $value} where they go
     */
    record Card(String name, String configKey, Unit unit, StateEffect effect, String summary, String words) {}

    /**
     * @param promql with {@code $limit} where the limit goes; empty for a condition whose facts are no metrics, so that
     *     Prometheus is given this daemon's own verdict
     * @param words instead of the card's, where it is about something else
     */
    record Case(String promql, Check check, @Nullable String words) {
        Case(String promql, Check check) {
            this(promql, check, null);
        }

        static Case judgedHere(Check check) {
            return new Case("", check);
        }

        Case says(String otherWords) {
            return new Case(promql, check, otherWords);
        }

        boolean isJudgedHere() {
            return promql.isEmpty();
        }
    }

    private Rule(Card card, Map<Severity, Case> cases) {
        this(card, cases, ALWAYS);
    }

    private Rule(Card card, Map<Severity, Case> cases, Limit fixed) {
        this.card = card;
        this.cases = new EnumMap<>(cases);
        this.fixed = fixed;
    }

    /** A rule whose severities differ in their limit alone. */
    static Rule graded(Card card, String promql, Check check) {
        Case both = new Case(promql, check);
        return new Rule(card, Map.of(Severity.WARNING, both, Severity.CRITICAL, both));
    }

    static Rule warning(Card card, String promql, Check check) {
        return new Rule(card, Map.of(Severity.WARNING, new Case(promql, check)));
    }

    /** A warning that only Prometheus gives, and that no configuration changes. */
    static Rule warningOfPrometheus(Card card, String promql, Duration pendingFor) {
        return new Rule(
                card, Map.of(Severity.WARNING, new Case(promql, Check.NEVER)), new Limit(ALWAYS.value(), pendingFor));
    }

    static Rule warningJudgedHere(Card card, Check check) {
        return new Rule(card, Map.of(Severity.WARNING, Case.judgedHere(check)));
    }

    static Rule critical(Card card, String promql, Check check) {
        return new Rule(card, Map.of(Severity.CRITICAL, new Case(promql, check)));
    }

    static Rule of(Card card, Case warning, Case critical) {
        return new Rule(card, Map.of(Severity.WARNING, warning, Severity.CRITICAL, critical));
    }

    /** The label {@code alertname}. */
    public String name() {
        return card.name();
    }

    /** The key of {@link Thresholds}; empty for what only Prometheus judges, which nothing switches off. */
    public String configKey() {
        return card.configKey();
    }

    /** Of the limits and of an alert's value. */
    public Unit unit() {
        return card.unit();
    }

    /** Whether a limit is a number to exceed; else the condition is there or not, whatever its value counts. */
    public boolean hasNumericLimit() {
        return unit() == Unit.INTERVALS
                || cases.values().stream().anyMatch(one -> one.promql().contains(LIMIT));
    }

    /** How its limits are written. */
    LimitKind limitKind() {
        return switch (unit()) {
            case DURATION -> LimitKind.AGE;
            case SECONDS_LEFT -> LimitKind.TIME_LEFT;
            case CONDITION -> LimitKind.PRESENCE;
            case SECONDS -> ifNumeric(LimitKind.SECONDS);
            case BYTES -> ifNumeric(LimitKind.BYTES);
            case PERCENT -> ifNumeric(LimitKind.PERCENT);
            case PERCENT_OF_AGE -> ifNumeric(LimitKind.PERCENT_OF_AGE);
            case COUNT, INTERVALS -> ifNumeric(LimitKind.COUNT);
        };
    }

    private LimitKind ifNumeric(LimitKind kind) {
        return hasNumericLimit() ? kind : LimitKind.PRESENCE;
    }

    /** What it means, in one sentence that is the same for every cluster and member. */
    public String summary() {
        return card.summary();
    }

    /**
     * One sentence for who has no more than the metrics, with {@code $cluster}, {@code $member} and {@code $value} where
     * they go.
     */
    public String words(Severity severity) {
        return Objects.requireNonNullElse(wanted(severity).words(), card.words());
    }

    /** The runbook page's name, without directory and extension. */
    public String page() {
        return card.name();
    }

    public StateEffect stateEffect() {
        return card.effect();
    }

    /** Tells how well the monitor sees, and nothing about the cluster. */
    public boolean isAboutMonitor() {
        return card.effect() == StateEffect.NONE;
    }

    /** The severities that this rule has at all, warning first; a configuration may switch one off. */
    public Set<Severity> severities() {
        return Collections.unmodifiableSet(cases.keySet());
    }

    /** The limit of one severity; empty when the rule does not have it, or it is switched off. */
    public Optional<Limit> limit(Severity severity, Thresholds thresholds) {
        if (!cases.containsKey(severity)) {
            return Optional.empty();
        }
        if (configKey().isEmpty()) {
            return Optional.of(fixed);
        }
        return severity == Severity.WARNING ? thresholds.warning(configKey()) : thresholds.critical(configKey());
    }

    /** The condition for Prometheus, without {@code for}; empty when there is no such severity, or it is switched off. */
    public Optional<String> promql(Severity severity, Thresholds thresholds) {
        return limit(severity, thresholds).map(limit -> promql(severity, limit));
    }

    /** The condition for Prometheus, without {@code for}, of a severity that this rule has. */
    public String promql(Severity severity, Limit limit) {
        return isJudgedHere(severity)
                ? "patroni_monitor_alert{alertname=\"%s\",severity=\"%s\",state=\"firing\"} == 1"
                        .formatted(name(), severity.label())
                : wanted(severity).promql().replace(LIMIT, plain(limit.value()));
    }

    /** Prometheus is given this daemon's verdict, which has waited for long enough already. */
    public boolean isJudgedHere(Severity severity) {
        return wanted(severity).isJudgedHere();
    }

    private Case wanted(Severity severity) {
        return Optional.ofNullable(cases.get(severity))
                .orElseThrow(() -> new IllegalArgumentException(name() + " has no " + severity.label()));
    }

    /** Every severity that is switched on, held against every subject it is about. */
    public List<Finding> evaluate(ClusterSnapshot snapshot, Thresholds thresholds) {
        List<Finding> findings = new ArrayList<>();
        cases.forEach((severity, one) -> limit(severity, thresholds)
                .map(limit -> one.check().findings(snapshot, new Level(severity, limit.value(), thresholds)))
                .ifPresent(findings::addAll));
        return findings;
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    @Override
    public String toString() {
        return name();
    }

    /** Holds a snapshot against one severity of a rule. Pure, and never throws for what is in the snapshot. */
    interface Check {
        /** For a rule that isn't about a snapshot. */
        Check NEVER = (snapshot, level) -> List.of();

        /** At most one finding for each subject; none for a subject the rule has nothing to say about. */
        List<Finding> findings(ClusterSnapshot snapshot, Level level);
    }
}
