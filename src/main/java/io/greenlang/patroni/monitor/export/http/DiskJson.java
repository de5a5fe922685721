package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.DiskUsage.Known;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import org.jspecify.annotations.Nullable;

/** One member's file systems as JSON. */
final class DiskJson {
    private DiskJson() {}

    static void describe(ObjectNode node, ClockOffset wall, DiskUsage usage) {
        Known known = usage.known().orElse(null);
        node.put("source", known == null ? null : known.source().label());
        node.put("read_at", known == null ? null : JsonFacts.text(wall, known.readAt()));
        ArrayNode volumes = node.putArray("volumes");
        if (known != null) {
            known.volumes().forEach(space -> volume(volumes.addObject(), space));
        }
        node.put("unknown_because", usage.<@Nullable String>fold(seen -> null, DiskUsage.Unknown::reason));
    }

    private static void volume(ObjectNode node, DiskUsage.Space space) {
        Volume volume = space.volume();
        node.put("volume", volume.volume())
                .put("size_bytes", volume.sizeBytes())
                .put("used_bytes", volume.usedBytes())
                .put("available_bytes", volume.availableBytes())
                .put("full_in_seconds", JsonFacts.seconds(space.fullIn()));
    }
}
