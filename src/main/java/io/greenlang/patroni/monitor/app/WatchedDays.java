package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.availability.AvailabilityReport;
import io.greenlang.patroni.monitor.availability.Watched;
import io.greenlang.patroni.monitor.export.http.AvailabilityBook;
import io.greenlang.patroni.monitor.export.text.AvailabilityMarkdown;
import io.greenlang.patroni.monitor.export.text.AvailabilityText;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The days of the clusters that are watched now.
 *
 * @param watches by the cluster's name
 */
record WatchedDays(Supplier<Map<String, ClusterWatch>> watches) implements AvailabilityBook {
    @Override
    public Watched of(String cluster) {
        ClusterWatch watch = watches.get().get(cluster);
        return watch == null ? Watched.NOTHING : watch.watched();
    }

    @Override
    public String text(List<AvailabilityReport> reports, boolean markdown) {
        return markdown ? AvailabilityMarkdown.of(reports) : AvailabilityText.of(reports);
    }
}
