package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Visibility;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A source that has gone unread for some time.
 *
 * @param member empty for the DCS and for seeds
 */
record UnreadSource(String member, String source, FailureKind reason, Duration lasting) {
    static Stream<UnreadSource> allOf(ClusterSnapshot picture) {
        Visibility visibility = picture.facts().visibility();
        return Stream.concat(
                visibility.sources().stream()
                        .map(unread -> new UnreadSource(
                                Objects.requireNonNullElse(unread.member(), ""),
                                unread.source().label(),
                                unread.failure().kind(),
                                unread.lasting(picture.at()))),
                visibility.seeds().stream()
                        .map(seed -> new UnreadSource("", "seed", seed.failure().kind(), Duration.ZERO)));
    }

    List<String> labels() {
        return List.of(member, source, reason.label());
    }
}
