package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.DiskSource;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.DiskUsage.Known;
import io.greenlang.patroni.monitor.model.DiskUsage.Space;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How full every member's file systems are, and when they will be, as the daemon watched them grow. One per cluster, one
 * thread at a time.
 */
public final class DiskWatch {
    private final Map<Place, Watched> watched = new HashMap<>();

    /** For the snapshot. */
    record Kept(List<KeptVolume> volumes) {}

    /** One volume of a member. */
    record KeptVolume(String member, String volume, DiskSource source, List<DiskGrowth.Reading> readings) {}

    Kept keep() {
        return new Kept(watched.entrySet().stream()
                .map(volume -> new KeptVolume(
                        volume.getKey().member(),
                        volume.getKey().volume(),
                        volume.getValue().source(),
                        volume.getValue().growth().keep()))
                .toList());
    }

    void restore(Kept kept) {
        kept.volumes().forEach(volume -> {
            DiskGrowth growth = new DiskGrowth();
            growth.restore(volume.readings());
            watched.put(new Place(volume.member(), volume.volume()), new Watched(volume.source(), growth));
        });
    }

    private record Place(String member, String volume) {}

    /** @param source what two sources count differs, and would look like growth */
    private record Watched(DiskSource source, DiskGrowth growth) {}

    /**
     * Every known member; the others are forgotten.
     *
     * @param volumeSizeBytes of every member's volume; null when it is not given
     */
    public Map<String, DiskUsage> look(Observation seen, @Nullable Long volumeSizeBytes) {
        watched.keySet()
                .retainAll(watched.keySet().stream()
                        .filter(place -> seen.member(place.member()).isPresent())
                        .collect(Collectors.toSet()));
        Map<String, DiskUsage> disks = new HashMap<>();
        for (MemberObservation member : seen.members()) {
            disks.put(
                    member.name(),
                    DiskSpace.of(member, volumeSizeBytes)
                            .fold(known -> withForecasts(member.name(), known), unknown -> unknown));
        }
        return disks;
    }

    private DiskUsage withForecasts(String member, Known known) {
        return new Known(
                known.source(),
                known.readAt(),
                known.volumes().stream()
                        .map(space -> withForecast(member, known, space))
                        .toList());
    }

    private Space withForecast(String member, Known known, Space space) {
        Place place = new Place(member, space.volume().volume());
        Watched watch = watched.get(place);
        if (watch == null || watch.source() != known.source()) {
            watch = new Watched(known.source(), new DiskGrowth());
            watched.put(place, watch);
        }
        watch.growth().read(known.readAt(), space.volume().usedBytes());
        return new Space(
                space.volume(),
                watch.growth().fills(space.volume().availableBytes()).orElse(null));
    }
}
