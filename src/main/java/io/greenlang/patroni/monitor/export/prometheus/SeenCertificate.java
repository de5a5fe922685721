package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A certificate, with its place.
 *
 * @param cluster empty for one of no cluster
 * @param wall by which its time is told
 */
record SeenCertificate(String cluster, Certificate certificate, ClockOffset wall) {
    /** Of several with the same labels the first to end comes first. */
    static Stream<SeenCertificate> allOf(MonitorReport report) {
        return Stream.concat(
                report.clusters().stream()
                        .flatMap(cluster -> cluster.snapshot().stream())
                        .flatMap(snapshot -> snapshot.seen().certificates().stream()
                                .map(shown -> new SeenCertificate(snapshot.cluster(), shown, snapshot.wall()))),
                report.certificates().stream().map(own -> new SeenCertificate("", own, ClockOffset.NONE)));
    }

    List<String> labels() {
        return List.of(
                cluster,
                Objects.requireNonNullElse(certificate.member(), ""),
                certificate.use().label());
    }
}
