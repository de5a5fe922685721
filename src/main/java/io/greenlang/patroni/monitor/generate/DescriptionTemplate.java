package io.greenlang.patroni.monitor.generate;

import io.greenlang.patroni.monitor.rule.Rule;
import io.greenlang.patroni.monitor.rule.Severity;
import io.greenlang.patroni.monitor.rule.Unit;

/** A rule's sentence as a template of Prometheus. */
final class DescriptionTemplate {
    private DescriptionTemplate() {}

    static String of(Rule rule, Severity severity) {
        return rule.words(severity)
                .replace("$cluster", "{{ $labels.cluster }}")
                .replace("$member", "{{ $labels.member }}")
                .replace("$value", value(rule.unit()));
    }

    private static String value(Unit unit) {
        return switch (unit) {
            case SECONDS, SECONDS_LEFT -> "{{ $value | humanizeDuration }}";
            case BYTES -> "{{ $value | humanize1024 }}B";
            case PERCENT, PERCENT_OF_AGE -> "{{ $value | printf \"%.0f\" }} %";
            case INTERVALS -> "{{ $value | printf \"%.1f\" }} intervals";
            case COUNT, CONDITION, DURATION -> "{{ $value | printf \"%.0f\" }}";
        };
    }
}
