package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** How full a member's volumes are. */
final class Disk {
    private Disk() {}

    /** The fullest one. */
    static Fact fullest(PostgresSizes sizes) {
        Optional<Volume> fullest = sizes.volumes().stream().max(Comparator.comparing(Volume::usedPercent));
        return fullest.map(Disk::fact).orElseGet(() -> missing(sizes));
    }

    private static Fact fact(Volume volume) {
        return Fact.of(
                String.format(Locale.ROOT, "%.0f %%", volume.usedPercent()),
                volume.volume() + ": " + Figures.bytes(volume.availableBytes()) + " left");
    }

    private static Fact missing(PostgresSizes sizes) {
        Failure failure = sizes.missing().get(Part.DISK);
        return failure == null ? Fact.unknown("no volume is listed") : Fact.unknown(failure);
    }
}
