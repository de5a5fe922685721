package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.DiskSource;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.DiskUsage.Known;
import io.greenlang.patroni.monitor.model.DiskUsage.Space;
import io.greenlang.patroni.monitor.model.DiskUsage.Unknown;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import java.util.Locale;
import java.util.stream.Collectors;

/** How full a member's volumes are. */
final class Disk {
    private Disk() {}

    /** The fullest one. */
    static Fact fullest(DiskUsage usage) {
        return usage.fold(Disk::fact, Disk::missing);
    }

    private static Fact fact(Known known) {
        Space space = known.fullest();
        Volume volume = space.volume();
        String forecast = space.fullIn() == null ? "" : ", full in about " + Figures.time(space.fullIn());
        return new Fact(
                (known.source() == DiskSource.SIZE ? "≥ " : "")
                        + String.format(Locale.ROOT, "%.0f %%", volume.usedPercent()),
                volume.volume() + ": " + Figures.bytes(volume.availableBytes()) + " left" + forecast,
                "as " + known.source().label() + " tells",
                Fact.PLAIN);
    }

    private static Fact missing(Unknown unknown) {
        if (unknown.silences().isEmpty()) {
            return Fact.notAsked();
        }
        String reasons = unknown.silences().stream()
                .map(silence -> silence.failure().kind().label())
                .distinct()
                .collect(Collectors.joining(", "));
        return new Fact(Fact.UNKNOWN, reasons, unknown.reason(), Fact.UNKNOWN);
    }
}
