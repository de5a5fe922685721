package io.greenlang.patroni.monitor.rule.checklist;

import static io.greenlang.patroni.monitor.rule.checklist.Outcome.fail;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.notSetUp;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.pass;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.unknown;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.rule.checklist.Baseline.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is now, held against what was before. */
record ReturnChecks(ClusterSnapshot snapshot, Baseline before) {
    /** Clients come back at their own pace: with fewer than this share of them something may be wrong. */
    private static final double COMPARABLE = 0.5;

    Outcome members() {
        if (snapshot.isBlind()) {
            return unknown(Words.BLIND);
        }
        return Outcome.worst(
                before.members().stream().map(Member::name).map(this::member),
                before.members().size() + " of " + before.members().size() + arrived());
    }

    private Outcome member(String name) {
        return snapshot.seen()
                .member(name)
                .map(member -> snapshot.facts().leadership().isLeader(name)
                        ? pass(name)
                        : new ReplicationChecks(snapshot).health(member))
                .orElseGet(() -> fail(name + " is not there"));
    }

    private String arrived() {
        List<String> names = before.members().stream().map(Member::name).toList();
        List<String> others = snapshot.members().stream()
                .map(MemberObservation::name)
                .filter(name -> !names.contains(name))
                .toList();
        return others.isEmpty() ? "" : ", and new: " + Words.list(others);
    }

    Outcome versions() {
        return Outcome.worst(
                List.of(
                        same(
                                "Patroni",
                                member -> member.patroni()
                                        .value()
                                        .map(s -> s.identity().version().text())),
                        same("PostgreSQL", ReturnChecks::postgresVersion))
                        .stream(),
                snapshot.members().stream()
                        .flatMap(member -> postgresVersion(member).stream())
                        .findFirst()
                        .map(version -> "PostgreSQL " + version)
                        .orElse(""));
    }

    private static Optional<String> postgresVersion(MemberObservation member) {
        return member.postgres()
                .value()
                .map(sql -> sql.server().versionNum())
                .or(() -> member.patroni()
                        .value()
                        .flatMap(status -> Optional.ofNullable(status.postgres()))
                        .flatMap(postgres -> Optional.ofNullable(postgres.serverVersion())))
                .map(number -> number / 10_000 + "." + number % 10_000);
    }

    private Outcome same(String what, Function<MemberObservation, Optional<String>> version) {
        Map<String, List<String>> running = new TreeMap<>();
        List<String> silent = new ArrayList<>();
        for (MemberObservation member : snapshot.members()) {
            version.apply(member)
                    .ifPresentOrElse(
                            text -> running.computeIfAbsent(text, none -> new ArrayList<>())
                                    .add(member.name()),
                            () -> silent.add(member.name()));
        }
        if (running.size() > 1) {
            return fail(running.entrySet().stream()
                    .map(one -> what + " " + one.getKey() + " on " + Words.list(one.getValue()))
                    .collect(Collectors.joining(", ")));
        }
        return silent.isEmpty() && !running.isEmpty()
                ? pass(what)
                : unknown("the version of " + what + " can't be read"
                        + (silent.isEmpty() ? "" : " on " + Words.list(silent)));
    }

    Outcome systemIdentifier() {
        List<String> now = Baseline.systemIdentifiers(snapshot).toList();
        if (now.isEmpty() || before.systemIdentifier() == null) {
            return unknown("the system identifier is not known" + (now.isEmpty() ? "" : " from before"));
        }
        return now.equals(List.of(before.systemIdentifier()))
                ? pass("system identifier " + before.systemIdentifier())
                : fail("the system identifier was %s, and is %s"
                        .formatted(before.systemIdentifier(), String.join(" and ", now)));
    }

    Outcome databases() {
        List<String> wanted = before.databases();
        Optional<PostgresFacts> leader = Baseline.leader(snapshot);
        if (Words.isSqlOff(snapshot)) {
            return notSetUp(Words.SQL_OFF);
        }
        if (wanted == null) {
            return unknown("they were not read before");
        }
        if (leader.isEmpty()) {
            return unknown("the leader's SQL does not answer");
        }
        TreeSet<String> lost = new TreeSet<>(wanted);
        Baseline.databases(leader.get()).forEach(lost::remove);
        return lost.isEmpty() ? pass(Words.list(wanted)) : fail("missing: " + Words.list(lost));
    }

    /** Of the whole cluster: a switchover moves them. */
    Outcome connections() {
        if (Words.isSqlOff(snapshot)) {
            return notSetUp(Words.SQL_OFF);
        }
        List<Optional<Integer>> now =
                snapshot.members().stream().map(Baseline::connections).toList();
        boolean countedBefore = before.members().stream().allMatch(member -> member.connections() != null);
        if (!countedBefore || now.isEmpty() || now.stream().anyMatch(Optional::isEmpty)) {
            return unknown("not every member's sessions were counted" + (countedBefore ? "" : " before"));
        }
        int sessions = now.stream().mapToInt(Optional::orElseThrow).sum();
        int sessionsBefore = before.members().stream()
                .mapToInt(member -> Objects.requireNonNull(member.connections()))
                .sum();
        String words = "%d client sessions, %d before".formatted(sessions, sessionsBefore);
        return sessions >= sessionsBefore * COMPARABLE ? pass(words) : fail(words);
    }

    Outcome leader() {
        String now = snapshot.facts().leadership().leader();
        if (now == null || before.leader() == null) {
            return unknown("it can't be told who leads" + (now == null ? "" : ", or rather led before"));
        }
        return now.equals(before.leader()) ? pass(now) : fail(now + ", before: " + before.leader());
    }

    Outcome timeline() {
        Integer now = snapshot.facts().leadership().timeline();
        if (now == null || before.timeline() == null) {
            return unknown("the timeline is not known" + (now == null ? "" : " from before"));
        }
        int moved = now - before.timeline();
        return moved == 0
                ? pass("timeline " + now)
                : fail("%d, before: %d (%+d)".formatted(now, before.timeline(), moved));
    }
}
