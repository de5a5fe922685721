package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.rule.checklist.Baseline;
import java.util.Map;

/**
 * What a command wants to see, and how it is going to print it.
 *
 * @param columns how wide a line of text may be; 0 for as wide as it gets
 * @param before by cluster, what {@code preflight} saved; empty for every view but {@link View#POSTFLIGHT}
 */
public record Look(View view, boolean json, int columns, boolean colour, Map<String, Baseline> before) {
    public Look {
        before = Map.copyOf(before);
    }
}
