package io.greenlang.patroni.monitor.rule.checklist;

import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster was like before maintenance, as far as the checklist afterwards compares it.
 *
 * @param at when it was looked at, by the wall clock
 * @param systemIdentifier PostgreSQL's, digits beyond 2^53; null when no member told
 * @param leader null when nobody led, or it was not known; so is {@code timeline}
 * @param members every known one
 * @param databases of the leader; null when it was not read
 */
public record Baseline(
        String cluster,
        Instant at,
        @Nullable String systemIdentifier,
        @Nullable String leader,
        @Nullable Integer timeline,
        List<Member> members,
        @Nullable List<String> databases) {
    public Baseline {
        members = List.copyOf(members);
        databases = databases == null ? null : List.copyOf(databases);
    }

    /** @param connections client sessions; null when they were not counted */
    public record Member(String name, @Nullable Integer connections) {}

    /** @throws IllegalArgumentException for a report without a snapshot */
    public static Baseline of(ClusterReport report) {
        return of(snapshotOf(report));
    }

    static Baseline of(ClusterSnapshot snapshot) {
        Leadership who = snapshot.facts().leadership();
        return new Baseline(
                snapshot.cluster(),
                snapshot.wall().shows(snapshot.at()),
                systemIdentifiers(snapshot).findFirst().orElse(null),
                who.leader(),
                who.timeline(),
                snapshot.members().stream()
                        .map(member ->
                                new Member(member.name(), connections(member).orElse(null)))
                        .toList(),
                leader(snapshot).map(Baseline::databases).orElse(null));
    }

    static ClusterSnapshot snapshotOf(ClusterReport report) {
        return report.snapshot()
                .orElseThrow(() -> new IllegalArgumentException(report.cluster() + " was not looked at yet"));
    }

    /** Each once; more than one is two clusters under one name. */
    static Stream<String> systemIdentifiers(ClusterSnapshot snapshot) {
        return snapshot.members().stream()
                .flatMap(member -> Stream.concat(
                        member.postgres().value().map(sql -> sql.server().systemIdentifier()).stream(),
                        member.patroni().value().map(PatroniStatus::identity).stream()
                                .flatMap(identity -> Stream.ofNullable(identity.systemIdentifier()))))
                .distinct();
    }

    /** The leader's own SQL answer. */
    static Optional<PostgresFacts> leader(ClusterSnapshot snapshot) {
        return Optional.ofNullable(snapshot.facts().leadership().leader())
                .flatMap(name -> snapshot.seen().member(name))
                .flatMap(member -> member.postgres().value());
    }

    static Optional<Integer> connections(MemberObservation member) {
        return member.postgres().value().map(sql -> sql.connections().clientBackends());
    }

    static List<String> databases(PostgresFacts leader) {
        return leader.databases().watched().stream()
                .map(PostgresFacts.Database::name)
                .sorted()
                .toList();
    }
}
