package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.event.EventOptions;
import io.greenlang.patroni.monitor.export.http.server.Call;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a request for the past asks for. Every method throws {@link IllegalArgumentException}, with a message for people, when what
 * it is asked for makes no sense.
 */
final class Asked {
    static final String CLUSTER = "cluster";
    static final String SINCE = "since";

    private final Query query;
    private final Served served;

    private Asked(Query query, Served served) {
        this.query = query;
        this.served = served;
    }

    /** @param parameters all that are allowed */
    static Asked of(Call call, Served served, Set<String> parameters) {
        Query query = Query.of(call.query());
        query.refuseOthersThan(parameters);
        return new Asked(query, served);
    }

    /** Of clusters that are watched and of those that were; empty for all. */
    Set<String> clusters() {
        Set<String> known = new TreeSet<>(served.events().clusters());
        served.reports().get().clusters().stream().map(ClusterReport::cluster).forEach(known::add);
        return Query.said(CLUSTER, () -> EventOptions.clusters(query.all(CLUSTER), known));
    }

    /** By the wall clock. */
    Instant since(String usual) {
        Instant now =
                SteadyClock.wallTimeOf(served.clock()).shows(served.clock().instant());
        return Query.said(SINCE, () -> EventOptions.since(query.one(SINCE).orElse(usual), now));
    }

    Query query() {
        return query;
    }
}
