package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.MemberObservation;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether certificates are renewed in time. */
final class CertificateRules {
    /** Of more parts than others have: without a cluster it is the monitor's own certificate, or one towards Alertmanager. */
    private static final String WORDS = "A TLS certificate of {{ with $labels.member }}{{ . }} of {{ end }}"
            + "{{ with $labels.cluster }}{{ . }}{{ else }}the monitor or its Alertmanager{{ end }}"
            + " {{ if lt .Value 0.0 }}has expired{{ else }}expires in {{ .Value | humanizeDuration }}{{ end }};"
            + " patroni_certificate_not_after_timestamp_seconds names the source.";

    static final Rule EXPIRING = Rule.graded(
            new Rule.Card(
                    "PatroniCertificateExpiring",
                    "certificate-expiring",
                    Unit.SECONDS_LEFT,
                    StateEffect.WHEN_FIRING,
                    "A TLS certificate expires soon, or has expired",
                    WORDS),
            "min by (cluster, member) (patroni_certificate_not_after_timestamp_seconds) - time() < $limit",
            CertificateRules::expiring);

    private CertificateRules() {}

    private static List<Finding> expiring(ClusterSnapshot snapshot, Level level) {
        return Stream.concat(
                        snapshot.members().stream().map(member -> ofMember(snapshot, level, member)),
                        finding(snapshot, level, null).stream())
                .toList();
    }

    /** A source that did not get as far as to show its certificate may hide one that has expired. */
    private static Finding ofMember(ClusterSnapshot snapshot, Level level, MemberObservation member) {
        return finding(snapshot, level, member.name())
                .orElseGet(() -> unread(snapshot, member)
                        .map(failure -> level.unknown(member.name(), failure.toString()))
                        .orElseGet(() -> level.clear(member.name())));
    }

    private static Optional<Failure> unread(ClusterSnapshot snapshot, MemberObservation member) {
        return Stream.of(
                        member.patroni()
                                .reason()
                                .filter(failure -> !isShown(snapshot, member, Certificate.Use.PATRONI)),
                        member.postgres()
                                .reason()
                                .filter(failure -> !isShown(snapshot, member, Certificate.Use.POSTGRES)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isShown(ClusterSnapshot snapshot, MemberObservation member, Certificate.Use use) {
        return snapshot.seen().certificates().stream()
                .anyMatch(shown -> shown.use() == use && member.name().equals(shown.member()));
    }

    /** Empty where none of these is below the limit. */
    private static Optional<Finding> finding(ClusterSnapshot snapshot, Level level, @Nullable String member) {
        List<Certificate> ending = snapshot.seen().certificates().stream()
                .filter(shown -> Objects.equals(shown.member(), member))
                .filter(shown -> level.isBelow(Seconds.of(shown.left(snapshot.at()))))
                .toList();
        return ending.stream()
                .findFirst()
                .map(first -> level.holds(
                        member,
                        Seconds.of(first.left(snapshot.at())),
                        ending.stream().map(one -> words(snapshot, one)).collect(Collectors.joining(" "))));
    }

    private static String words(ClusterSnapshot snapshot, Certificate ending) {
        Duration left = ending.left(snapshot.at());
        String when = snapshot.wall()
                .shows(ending.notAfter())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        return "%s%s%s (%s): %s."
                .formatted(
                        ending.ofIssuer() ? "An authority above the certificate of " : "The certificate of ",
                        holder(snapshot, ending),
                        left.isNegative()
                                ? " expired " + Spoken.of(left.abs()) + " ago"
                                : " expires in " + Spoken.of(left),
                        when,
                        advice(ending.use()));
    }

    private static String holder(ClusterSnapshot snapshot, Certificate ending) {
        String whose = ending.member() == null ? snapshot.cluster() : ending.member() + " of " + snapshot.cluster();
        return switch (ending.use()) {
            case PATRONI -> "Patroni on " + whose;
            case POSTGRES -> "PostgreSQL on " + whose;
            case DCS -> "the DCS of " + whose;
            case ALERTMANAGER -> "Alertmanager";
            case MONITOR -> "the monitor";
            case MONITOR_TO_PATRONI -> "the monitor towards Patroni of " + whose;
            case MONITOR_TO_POSTGRES -> "the monitor towards PostgreSQL of " + whose;
            case MONITOR_TO_DCS -> "the monitor towards the DCS of " + whose;
            case MONITOR_TO_ALERTMANAGER -> "the monitor towards Alertmanager";
        };
    }

    private static String advice(Certificate.Use use) {
        return switch (use) {
            case PATRONI -> "renew it and reload Patroni";
            case POSTGRES -> "renew it and reload PostgreSQL";
            case DCS, ALERTMANAGER -> "renew it there";
            case MONITOR, MONITOR_TO_PATRONI, MONITOR_TO_POSTGRES, MONITOR_TO_DCS, MONITOR_TO_ALERTMANAGER ->
                "renew its file, which the monitor reads by itself";
        };
    }
}
