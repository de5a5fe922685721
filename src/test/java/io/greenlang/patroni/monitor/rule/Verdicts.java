package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.testing.Snapshots;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a rule says to a snapshot, under the default thresholds, in words that a table can hold. */
final class Verdicts {
    private Verdicts() {}

    /** {@code holds}, {@code clear}, {@code unknown}, or {@code none} when the rule has no such finding. */
    static String of(Rule rule, Severity severity, @Nullable String member, Snapshots snapshot) {
        List<Verdict> verdicts = all(rule, severity, member, snapshot);
        return verdicts.isEmpty()
                ? "none"
                : verdicts.get(0).fold(holds -> "holds", () -> "clear", unknown -> "unknown");
    }

    static String warning(Rule rule, @Nullable String member, Snapshots snapshot) {
        return of(rule, Severity.WARNING, member, snapshot);
    }

    static String critical(Rule rule, @Nullable String member, Snapshots snapshot) {
        return of(rule, Severity.CRITICAL, member, snapshot);
    }

    /** Fails when the condition does not hold. */
    static Verdict.Holds holding(Rule rule, Severity severity, @Nullable String member, Snapshots snapshot) {
        return all(rule, severity, member, snapshot).get(0).fold(Function.identity(), Verdicts::no, u -> no());
    }

    private static Verdict.Holds no() {
        throw new AssertionError("the condition does not hold");
    }

    private static List<Verdict> all(Rule rule, Severity severity, @Nullable String member, Snapshots snapshot) {
        List<Verdict> verdicts = rule.evaluate(snapshot.build(), Snapshots.thresholds()).stream()
                .filter(finding -> finding.severity() == severity && Objects.equals(finding.member(), member))
                .map(Finding::verdict)
                .toList();
        if (verdicts.size() > 1) {
            throw new AssertionError("one subject, two findings: " + verdicts);
        }
        return verdicts;
    }
}
