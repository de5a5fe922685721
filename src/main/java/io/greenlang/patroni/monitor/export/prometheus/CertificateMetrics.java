package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.timestamp;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.CERTIFICATE;

import io.greenlang.patroni.monitor.model.Certificate;
import java.util.List;

/** When TLS certificates end. */
final class CertificateMetrics {
    private CertificateMetrics() {}

    static List<Metric> all() {
        return List.of(timestamp(
                "patroni_certificate_not_after_timestamp_seconds",
                "When a TLS certificate expires, or an authority above it, in seconds since 1970; source says who shows it, and"
                        + " cluster and member are empty where it is of none.",
                CERTIFICATE,
                Certificate::notAfter));
    }
}
