package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DiskReading;
import io.greenlang.patroni.monitor.model.DiskSource;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.DiskUsage.Known;
import io.greenlang.patroni.monitor.model.DiskUsage.Silence;
import io.greenlang.patroni.monitor.model.DiskUsage.Space;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How full one member's file systems are: the first source that tells is believed, those that measure file systems before
 * the one that only counts files.
 */
final class DiskSpace {
    /** How PostgreSQL refuses the disk view where docs/setup.sql was never run: nobody expects it to tell. */
    private static final Set<FailureKind> NOT_SET_UP = EnumSet.of(FailureKind.SQL, FailureKind.PERMISSION);

    private static final String METRICS_URL = "metrics-url";

    private final MemberObservation member;
    private final @Nullable Long volumeSizeBytes;
    private final List<Silence> silences = new ArrayList<>();
    private boolean expected;

    private DiskSpace(MemberObservation member, @Nullable Long volumeSizeBytes) {
        this.member = member;
        this.volumeSizeBytes = volumeSizeBytes;
    }

    /** @param volumeSizeBytes of the volume that holds data directory and WAL; null when it is not given */
    static DiskUsage of(MemberObservation member, @Nullable Long volumeSizeBytes) {
        DiskSpace tried = new DiskSpace(member, volumeSizeBytes);
        return tried.view()
                .or(tried::metrics)
                .or(tried::computed)
                .<DiskUsage>map(known -> known)
                .orElseGet(() -> new DiskUsage.Unknown(tried.silences, tried.expected));
    }

    private Optional<Known> view() {
        Answer<PostgresSizes> answer = member.sizes();
        Optional<Failure> dead = member.postgres().reason();
        if (dead.isPresent()) {
            silent(DiskSource.SQL_VIEW.label(), dead.get(), true);
            return Optional.empty();
        }
        if (!(answer instanceof Answer.Answered<PostgresSizes> sizes)) {
            answer.reason().ifPresent(failure -> silent(DiskSource.SQL_VIEW.label(), failure, true));
            return Optional.empty();
        }
        Optional<Known> known =
                known(DiskSource.SQL_VIEW, sizes.received(), sizes.content().volumes());
        Failure failure = sizes.content().missing().get(Part.DISK);
        if (failure != null) {
            silent(DiskSource.SQL_VIEW.label(), failure, !NOT_SET_UP.contains(failure.kind()));
        } else if (known.isEmpty()) {
            silent(DiskSource.SQL_VIEW.label(), new Failure(FailureKind.BAD_ANSWER, "no volume is listed"), false);
        }
        return known;
    }

    private Optional<Known> metrics() {
        if (!(member.disk() instanceof Answer.Answered<DiskReading> page)) {
            member.disk().reason().ifPresent(failure -> silent(METRICS_URL, failure, true));
            return Optional.empty();
        }
        return known(page.content().source(), page.received(), page.content().volumes());
    }

    private Optional<Known> computed() {
        if (volumeSizeBytes == null) {
            return Optional.empty();
        }
        expected = true;
        if (!member.postgres().isAnswered() || !(member.sizes() instanceof Answer.Answered<PostgresSizes> sizes)) {
            return Optional.empty();
        }
        PostgresSizes read = sizes.content();
        for (Part part : List.of(Part.DATABASES, Part.WAL)) {
            Failure failure = read.missing().get(part);
            if (failure != null) {
                silent(DiskSource.SIZE.label(), failure, true);
                return Optional.empty();
            }
        }
        if (read.walBytes() == null) {
            return Optional.empty();
        }
        long used = read.walBytes()
                + read.databaseBytes().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
        Volume volume = new Volume("data", volumeSizeBytes, used, Math.max(0, volumeSizeBytes - used));
        return known(DiskSource.SIZE, sizes.received(), List.of(volume));
    }

    private static Optional<Known> known(DiskSource source, Instant readAt, List<Volume> volumes) {
        return volumes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Known(
                        source,
                        readAt,
                        volumes.stream().map(volume -> new Space(volume, null)).toList()));
    }

    private void silent(String source, Failure failure, boolean wasSetUp) {
        silences.add(new Silence(source, failure));
        expected |= wasSetUp;
    }
}
