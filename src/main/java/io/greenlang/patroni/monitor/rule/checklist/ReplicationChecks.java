package io.greenlang.patroni.monitor.rule.checklist;

import static io.greenlang.patroni.monitor.rule.checklist.Outcome.fail;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.notSetUp;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.pass;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.unknown;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Branch;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberObservation.WalFeed;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.rule.Replicas;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who leads, who follows, how closely, and who could take over. */
record ReplicationChecks(ClusterSnapshot snapshot) {

    Outcome leader() {
        Leadership who = snapshot.facts().leadership();
        if (!who.splitBrain().isEmpty()) {
            return fail("split brain: " + String.join("; ", who.splitBrain()));
        }
        return switch (who.hasLeader()) {
            case YES -> pass(who.leader() + (who.timeline() == null ? "" : " on timeline " + who.timeline()));
            case NO -> fail("no member leads and accepts writes");
            case UNKNOWN -> unknown(snapshot.isBlind() ? Words.BLIND : "it can't be told who leads");
        };
    }

    Outcome replicasHealthy() {
        if (snapshot.isBlind()) {
            return unknown(Words.BLIND);
        }
        List<MemberObservation> replicas = replicas();
        String allWell = replicas.isEmpty()
                ? "there is no replica"
                : Words.list(replicas.stream().map(MemberObservation::name).toList());
        return Outcome.worst(Stream.concat(missing().stream(), replicas.stream().map(this::health)), allWell);
    }

    private List<MemberObservation> replicas() {
        Leadership who = snapshot.facts().leadership();
        return snapshot.members().stream()
                .filter(member -> !who.isLeader(member.name()))
                .filter(member -> !who.writable().contains(member.name()))
                .toList();
    }

    private Optional<Outcome> missing() {
        int known = snapshot.members().size();
        return known >= snapshot.expectedMembers()
                ? Optional.empty()
                : Optional.of(fail("%d of %d expected members are known".formatted(known, snapshot.expectedMembers())));
    }

    /** Up, running, on the leader's timeline, and receiving WAL in the way it is meant to. */
    Outcome health(MemberObservation member) {
        String name = member.name();
        Diagnosis diagnosis = snapshot.facts().diagnosis(name);
        if (diagnosis.isDown()) {
            return fail(name + ": " + diagnosis.words(member));
        }
        if (!member.isReadable()) {
            return unknown(name + ": " + diagnosis.words(member));
        }
        if (!Replicas.isRunning(member)) {
            return fail(name + ": its PostgreSQL does not run");
        }
        return onLeadersTimeline(member).orElseGet(() -> fed(member));
    }

    private Optional<Outcome> onLeadersTimeline(MemberObservation member) {
        Branch branch = Branch.of(snapshot, member);
        String where = "%s: on timeline %s, the leader is on %s"
                .formatted(
                        member.name(),
                        branch.timeline(),
                        snapshot.facts().leadership().timeline());
        return switch (branch.relation()) {
            case SAME, BEHIND, UNKNOWN -> Optional.empty();
            case DIVERGED -> Optional.of(fail(where));
            case UNPLACED -> Optional.of(unknown(where + "; where the two parted is unknown"));
        };
    }

    private Outcome fed(MemberObservation member) {
        if (Replicas.forbidsStreaming(snapshot, member)) {
            return pass(member.name());
        }
        Optional<WalFeed> feed = member.feed();
        if (feed.isEmpty()) {
            return member.postgres() instanceof Answer.NotAsked
                    ? notSetUp(member.name() + ": whether it streams only SQL could tell, which is off")
                    : unknown(member.name() + ": it can't be told whether it streams");
        }
        return feed.get().streams()
                ? pass(member.name())
                : fail(member.name() + ": " + feed.get().words());
    }

    Outcome lagBelow(Duration limit) {
        if (snapshot.isBlind()) {
            return unknown(Words.BLIND);
        }
        Map<String, ReplicationLag> lag = new TreeMap<>(snapshot.facts().lag());
        lag.keySet().removeIf(this::isFedFromTheArchive);
        return Outcome.worst(
                lag.entrySet().stream()
                        .map(standby -> standby.getValue()
                                .fold(
                                        known -> below(limit, standby.getKey(), known),
                                        unknown -> unknown(standby.getKey() + ": " + unknown.reason()))),
                most(lag));
    }

    /** It gets whole WAL files, sooner or later. */
    private boolean isFedFromTheArchive(String standby) {
        return snapshot.seen()
                .member(standby)
                .filter(member -> Replicas.forbidsStreaming(snapshot, member))
                .isPresent();
    }

    /** What is proven may be less than what is true: a single look at a standby that is behind proves no upper bound. */
    private static Outcome below(Duration limit, String member, ReplicationLag.Known lag) {
        String words = member + " is " + Figures.lag(lag) + " behind";
        if (lag.time().compareTo(limit) >= 0) {
            return fail(words);
        }
        return lag.atLeast() && lag.bytes() > 0
                ? unknown(words + ", and more can't be told from so short a look")
                : pass(words);
    }

    private static String most(Map<String, ReplicationLag> lag) {
        return lag.entrySet().stream()
                .flatMap(
                        standby -> standby.getValue().known().stream().map(known -> Map.entry(standby.getKey(), known)))
                .max(Comparator.comparing(standby -> standby.getValue().time()))
                .map(standby -> "at most " + Figures.lag(standby.getValue()) + ", " + standby.getKey())
                .orElse("there is no replica");
    }

    Outcome failoverCandidate() {
        if (snapshot.isBlind()) {
            return unknown(Words.BLIND);
        }
        if (snapshot.facts().leadership().hasLeader() == Certainty.UNKNOWN) {
            return unknown("while it can't be told who leads, nobody can be compared with the leader");
        }
        List<FailoverCandidate> all = snapshot.facts().failoverCandidates();
        List<String> eligible = snapshot.facts().candidates(Certainty.YES);
        List<String> possible = all.stream()
                .filter(candidate -> !candidate.isExcluded())
                .map(FailoverCandidate::member)
                .toList();
        if (!possible.isEmpty() && !snapshot.seen().dcs().config().isAnswered()) {
            return unknown("the cluster's settings could not be read, which decide whether " + Words.list(possible)
                    + " could take over");
        }
        if (!eligible.isEmpty()) {
            return pass(Words.list(eligible));
        }
        if (all.isEmpty()) {
            return fail("there is no replica");
        }
        String reasons = all.stream().map(FailoverCandidate::reason).collect(Collectors.joining("; "));
        return possible.isEmpty() ? fail(reasons) : unknown(reasons);
    }
}
