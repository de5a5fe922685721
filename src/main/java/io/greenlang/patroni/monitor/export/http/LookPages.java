package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.export.http.server.Call;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.checklist.Baseline;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the commands print, ready made: {@code /api/v1/look/status} and its like. Here, because what is remembered is here;
 * and a command that prints what it gets need not be of the monitor's version.
 */
final class LookPages {
    /** A baseline of a hundred members with a hundred databases. */
    static final int MAX_SAVED_BYTES = 1 << 18;

    private static final String COLUMNS = "[1-9]\\d{0,3}";

    private final Served served;

    LookPages(Served served) {
        this.served = served;
    }

    Map<String, Endpoint> byPath() {
        Map<String, Endpoint> pages = new TreeMap<>();
        for (View view : View.values()) {
            pages.put(
                    view.path(),
                    view == View.POSTFLIGHT
                            ? Endpoint.question(MAX_SAVED_BYTES, this::postflight)
                            : Endpoint.page(call -> page(view, call)));
        }
        return pages;
    }

    private Reply page(View view, Call call) {
        try {
            return show(view, query(call), Map.of());
        } catch (Denied e) {
            return e.reply();
        }
    }

    private Reply postflight(Call call, byte[] saved) {
        try {
            return show(
                    View.POSTFLIGHT,
                    query(call),
                    SavedBaseline.parse(new String(saved, StandardCharsets.UTF_8))
                            .byCluster());
        } catch (SavedBaseline.Unusable e) {
            return Reply.text(400, "the saved preflight " + e.getMessage());
        } catch (Denied e) {
            return e.reply();
        }
    }

    private Reply show(View view, Query query, Map<String, Baseline> before) throws Denied {
        MonitorReport report = wanted(new LinkedHashSet<>(query.all("cluster")));
        Map<String, Baseline> needed = view == View.POSTFLIGHT ? needed(report, before) : Map.of();
        boolean json = isJson(query);
        Look look = new Look(view, json, columns(query), isTrue(query, "color"), needed);
        return Reply.shown(json, served.looks().show(look, report));
    }

    private static Query query(Call call) throws Denied {
        try {
            return Query.of(call.query());
        } catch (IllegalArgumentException e) {
            throw new Denied(400, "the query is not encoded as it has to be");
        }
    }

    private MonitorReport wanted(Set<String> names) throws Denied {
        MonitorReport all = served.reports().get();
        List<String> watched =
                all.clusters().stream().map(ClusterReport::cluster).toList();
        List<String> unknown =
                names.stream().filter(name -> !watched.contains(name)).toList();
        if (!unknown.isEmpty() || watched.isEmpty()) {
            String what = unknown.isEmpty() ? "any cluster" : String.join(", ", unknown);
            throw new Denied(404, "does not watch %s; it watches: %s".formatted(what, listed(watched)));
        }
        List<ClusterReport> wanted = all.clusters().stream()
                .filter(report -> names.isEmpty() || names.contains(report.cluster()))
                .toList();
        List<String> awaited = wanted.stream()
                .filter(report -> report.snapshot().isEmpty())
                .map(ClusterReport::cluster)
                .toList();
        if (!awaited.isEmpty()) {
            throw new Denied(503, "waits for its first poll of " + String.join(", ", awaited));
        }
        return all.of(wanted);
    }

    private static Map<String, Baseline> needed(MonitorReport report, Map<String, Baseline> before) throws Denied {
        Map<String, Baseline> needed = new LinkedHashMap<>();
        for (ClusterReport cluster : report.clusters()) {
            Baseline baseline = before.get(cluster.cluster());
            if (baseline == null) {
                throw new Denied(
                        400,
                        "the saved preflight has no cluster %s; it has: %s"
                                .formatted(cluster.cluster(), listed(before.keySet())));
            }
            needed.put(cluster.cluster(), baseline);
        }
        return needed;
    }

    private static boolean isJson(Query query) throws Denied {
        String format = query.one("format").orElse("json");
        if (!Set.of("json", "text").contains(format)) {
            throw new Denied(400, "format is neither json nor text");
        }
        return format.equals("json");
    }

    private static boolean isTrue(Query query, String name) throws Denied {
        String value = query.one(name).orElse("false");
        if (!Set.of("true", "false").contains(value)) {
            throw new Denied(400, name + " is neither true nor false");
        }
        return value.equals("true");
    }

    private static int columns(Query query) throws Denied {
        String columns = query.one("columns").orElse("0");
        if (!columns.equals("0") && !columns.matches(COLUMNS)) {
            throw new Denied(400, "columns is not a number from 1 to 9999");
        }
        return Integer.parseInt(columns);
    }

    private static String listed(Collection<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** Ends the work on a request that can't be answered. */
    private static final class Denied extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;

        Denied(int status, String why) {
            super(why);
            this.status = status;
        }

        Reply reply() {
            return Reply.text(status, String.valueOf(getMessage()));
        }
    }
}
