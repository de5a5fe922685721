package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import java.util.List;

/**
 * What a page of metrics says of one member's file systems.
 *
 * @param volumes at least one
 */
public record DiskReading(DiskSource source, List<Volume> volumes) {
    public DiskReading {
        volumes = List.copyOf(volumes);
    }
}
