package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.export.prometheus.Subject.Seen;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One reading of one report: a hundred metrics are about a dozen kinds of things, and each kind is looked for once. For
 * one thread.
 */
final class ReportReading {
    private final MonitorReport report;
    private final Map<Subject<?>, List<?>> found = new HashMap<>();

    ReportReading(MonitorReport report) {
        this.report = report;
    }

    MonitorReport report() {
        return report;
    }

    /** All of a kind, in a stable order. */
    <T> List<Seen<T>> all(Subject<T> subject) {
        // what is kept under a subject came from that subject
        @SuppressWarnings("unchecked")
        List<Seen<T>> known = (List<Seen<T>>) found.get(subject);
        if (known == null) {
            known = subject.find(this);
            found.put(subject, known);
        }
        return known;
    }
}
