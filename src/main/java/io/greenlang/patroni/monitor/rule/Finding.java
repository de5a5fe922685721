package io.greenlang.patroni.monitor.rule;

import org.jspecify.annotations.Nullable;

/**
 * One severity of a rule, held against one subject of a picture.
 *
 * @param member null when the finding is about the cluster
 */
public record Finding(Severity severity, @Nullable String member, Verdict verdict) {}
