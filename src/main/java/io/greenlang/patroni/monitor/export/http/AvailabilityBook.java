package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.availability.AvailabilityReport;
import io.greenlang.patroni.monitor.availability.Watched;
import java.util.List;

/** What is kept of each cluster's availability, and how people are told. Both return at once, from any thread. */
public interface AvailabilityBook {
    /** @param cluster its name in the configuration; of one that is not watched, nothing is known */
    Watched of(String cluster);

    /** @param markdown else plain text of 80 columns */
    String text(List<AvailabilityReport> reports, boolean markdown);
}
