package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.timestamp;

import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** When TLS certificates end: those of the clusters, and the monitor's own. */
final class CertificateMetrics {
    private static final Subject<Certificate> CERTIFICATE = Subject.MONITOR
            .each(List.of("cluster", "member", "source"), Placed::allOf, Placed::labels)
            .timedBy(Placed::wall)
            .within(placed -> Stream.of(placed.certificate()));

    private CertificateMetrics() {}

    static List<Metric> all() {
        return List.of(timestamp(
                "patroni_certificate_not_after_timestamp_seconds",
                "When a TLS certificate expires, or an authority above it, in seconds since 1970; source says who shows it, and"
                        + " cluster and member are empty where it is of none.",
                CERTIFICATE,
                Certificate::notAfter));
    }

    /**
     * A certificate, with its place.
     *
     * @param cluster empty for one of no cluster
     * @param wall by which its time is told
     */
    private record Placed(String cluster, Certificate certificate, ClockOffset wall) {
        /** Of several with the same labels the first to end comes first. */
        static Stream<Placed> allOf(MonitorReport report) {
            return Stream.concat(
                    report.clusters().stream()
                            .flatMap(cluster -> cluster.snapshot().stream())
                            .flatMap(snapshot -> snapshot.seen().certificates().stream()
                                    .map(shown -> new Placed(snapshot.cluster(), shown, snapshot.wall()))),
                    report.certificates().stream().map(own -> new Placed("", own, ClockOffset.NONE)));
        }

        List<String> labels() {
            return List.of(
                    cluster,
                    Objects.requireNonNullElse(certificate.member(), ""),
                    certificate.use().label());
        }
    }
}
