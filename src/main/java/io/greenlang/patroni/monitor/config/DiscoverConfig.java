package io.greenlang.patroni.monitor.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where clusters are found by themselves: below one namespace of a DCS.
 *
 * @param name the value of the label {@code discover}
 * @param dcs of all clusters there, without a Citus group
 * @param nameTemplate what a cluster is called: {@code {scope}}, and {@code {group}} for one of a Citus formation
 * @param include scopes that are watched, with {@code *} for any text; empty for all
 * @param exclude scopes that are not
 * @param maxClusters that are watched of those that are found there; at least 1
 * @param interval between two looks
 */
public record DiscoverConfig(
        String name,
        DcsConfig dcs,
        String nameTemplate,
        List<String> include,
        List<String> exclude,
        int maxClusters,
        Duration interval) {
    static final String SCOPE = "{scope}";
    static final String GROUP = "{group}";

    public DiscoverConfig {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /**
     * The value of the label {@code cluster}.
     *
     * @param group of a Citus formation; null for a cluster that is no part of one
     */
    public String clusterName(String scope, @Nullable Integer group) {
        String template = group != null && !nameTemplate.contains(GROUP) ? nameTemplate + "-" + GROUP : nameTemplate;
        return template.replace(SCOPE, scope).replace(GROUP, group == null ? "" : group.toString());
    }

    /** Whether it is to be watched. */
    public boolean wants(String scope) {
        return (include.isEmpty() || matches(include, scope)) && !matches(exclude, scope);
    }

    private static boolean matches(List<String> patterns, String scope) {
        return patterns.stream()
                .anyMatch(pattern -> glob(pattern).matcher(scope).matches());
    }

    private static Pattern glob(String text) {
        return Pattern.compile(
                Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")), Pattern.DOTALL);
    }
}
