package io.greenlang.patroni.monitor.export.prometheus;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.List;
import java.util.Set;

/**
 * Leaves out of the libraries' own meters what nobody acts on: a three-node cluster is to cost less than 400 series
 * altogether.
 */
final class SeriesBudget implements MeterFilter {
    private static final Set<String> LEFT_OUT = Set.of(
            "jvm.buffer.count",
            "jvm.buffer.memory.used",
            "jvm.buffer.total.capacity",
            "jvm.memory.committed",
            "jvm.gc.max.data.size",
            "jvm.gc.memory.allocated",
            "jvm.gc.memory.promoted",
            "jvm.gc.live.data.size",
            "jvm.gc.concurrent.phase.time",
            "jvm.threads.daemon",
            "jvm.threads.peak",
            "jvm.threads.started",
            "jvm.threads.states",
            "hikaricp.connections.acquire",
            "hikaricp.connections.active",
            "hikaricp.connections.creation",
            "hikaricp.connections.idle",
            "hikaricp.connections.max",
            "hikaricp.connections.min",
            "hikaricp.connections.usage");
    /** What else OkHttp's listener adds names the node or the path; how long each source takes is a metric of its own. */
    private static final Set<String> REST_TAGS = Set.of("status");

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        boolean limitOfNonHeap = id.getName().equals("jvm.memory.max") && "nonheap".equals(id.getTag("area"));
        return limitOfNonHeap || LEFT_OUT.contains(id.getName()) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (id.getName().equals("jvm.gc.pause")) {
            return keeping(id, Set.of("gc"));
        }
        return id.getName().startsWith(SelfMetrics.REST_REQUESTS) ? keeping(id, REST_TAGS) : id;
    }

    private static Meter.Id keeping(Meter.Id id, Set<String> tags) {
        List<Tag> kept =
                id.getTags().stream().filter(tag -> tags.contains(tag.getKey())).toList();
        return id.replaceTags(kept);
    }
}
