package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.export.http.page.Fact.Labelled;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts;
import io.greenlang.patroni.monitor.model.ClusterFacts.FailoverCandidate;
import io.greenlang.patroni.monitor.model.ClusterFacts.LeaderRecord;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.DynamicConfig.SynchronousMode;
import io.greenlang.patroni.monitor.model.FailoverForecast;
import io.greenlang.patroni.monitor.model.FailoverForecast.Option;
import io.greenlang.patroni.monitor.model.FailoverWords;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What there is to know of a cluster as a whole. */
final class ClusterFigures {
    private ClusterFigures() {}

    static List<Labelled> of(ClusterReport report, ClusterSnapshot snapshot, Visit visit) {
        Stream<Labelled> scope =
                report.otherScope().stream().map(other -> new Labelled("Patroni scope", Fact.of(other)));
        return Stream.concat(scope, of(snapshot, visit).stream()).toList();
    }

    private static List<Labelled> of(ClusterSnapshot snapshot, Visit visit) {
        ClusterFacts facts = snapshot.facts();
        Leadership who = facts.leadership();
        return List.of(
                new Labelled("Leader", leader(who)),
                new Labelled("Accepts writes", writable(who)),
                new Labelled("Timeline", who.timeline() == null ? Fact.unknown("no leader is seen") : timeline(who)),
                new Labelled("Members", members(snapshot)),
                new Labelled("Could take over", candidates(facts)),
                new Labelled("If the primary failed now", failover(snapshot)),
                new Labelled(
                        "Synchronous mode", Fact.of(snapshot.seen().dcs().config(), ClusterFigures::synchronousMode)),
                new Labelled("Maintenance mode", paused(snapshot)),
                new Labelled("Leader changes, 24 h", changes(facts.leaderRecord())),
                new Labelled("Newest backup", backup(facts.backups(), visit)),
                new Labelled("Polled", Fact.of(visit.moment(snapshot.at()).distance())));
    }

    private static Fact leader(Leadership who) {
        if (who.leader() == null) {
            return who.hasLeader() == Certainty.NO ? Fact.of("none") : Fact.unknown("not reported");
        }
        return switch (who.hasLeader()) {
            case YES -> Fact.of(who.leader());
            case NO -> Fact.of(who.leader(), "does not work as leader");
            case UNKNOWN -> Fact.of(who.leader(), "whether it works is unknown");
        };
    }

    private static Fact writable(Leadership who) {
        if (who.blind()) {
            return Fact.unknown("no member could be read");
        }
        String names = who.writable().stream().sorted().collect(Collectors.joining(", "));
        return Fact.of(names.isEmpty() ? "nobody seen" : names);
    }

    private static Fact timeline(Leadership who) {
        return Fact.of(String.valueOf(who.timeline()));
    }

    private static Fact paused(ClusterSnapshot snapshot) {
        return snapshot.seen().tellsWhetherPaused()
                ? Fact.of(snapshot.seen().isPaused() ? "on" : "off")
                : Fact.unknown("not reported");
    }

    private static Fact members(ClusterSnapshot snapshot) {
        if (snapshot.members().isEmpty()) {
            return Fact.unknown("no seed answered");
        }
        String answering = Digest.answering(snapshot);
        int expected = snapshot.expectedMembers();
        return expected == 0 ? Fact.of(answering) : Fact.of(answering, expected + " expected");
    }

    private static Fact candidates(ClusterFacts facts) {
        if (facts.leadership().blind()) {
            return Fact.unknown("no member could be read");
        }
        String able = String.join(", ", facts.candidates(Certainty.YES));
        String excluded = reasons(facts, Certainty.NO);
        String unknown = reasons(facts, Certainty.UNKNOWN);
        if (able.isEmpty() && !unknown.isEmpty()) {
            return Fact.unknown(unknown + (excluded.isEmpty() ? "" : "; not " + excluded));
        }
        String shown = able.isEmpty() ? "nobody" : able;
        return excluded.isEmpty() ? Fact.of(shown) : Fact.of(shown, "not " + excluded);
    }

    private static String reasons(ClusterFacts facts, Certainty eligible) {
        return facts.failoverCandidates().stream()
                .filter(candidate -> candidate.eligible() == eligible)
                .map(FailoverCandidate::reason)
                .collect(Collectors.joining("; "));
    }

    private static Fact failover(ClusterSnapshot snapshot) {
        FailoverForecast forecast = snapshot.facts().forecast();
        FailoverWords words = new FailoverWords(forecast, snapshot.wall());
        if (snapshot.isBlind() || forecast.options().isEmpty()) {
            return Fact.unknown("no standby is known");
        }
        List<Option> contenders = forecast.contenders();
        String others = forecast.options().stream()
                .filter(option -> contenders.size() > 1 || !contenders.contains(option))
                .map(words::of)
                .collect(Collectors.joining(". "));
        return others.isEmpty() ? Fact.of(words.outcome()) : Fact.of(words.outcome(), others);
    }

    private static Fact synchronousMode(DynamicConfig config) {
        SynchronousMode mode = config.synchronousMode();
        String kind = mode.kind().name().toLowerCase(Locale.ROOT);
        return mode.isOn()
                ? Fact.of(
                        kind + (mode.strict() ? ", strict" : ""),
                        mode.nodeCount() == 1 ? "1 standby" : mode.nodeCount() + " standbys")
                : Fact.of(kind);
    }

    private static Fact changes(LeaderRecord record) {
        return record.knownFailovers24h()
                .map(number -> record.availability().notWritable().isZero()
                        ? Fact.of(number.toString())
                        : Fact.of(
                                number.toString(),
                                Figures.time(record.availability().notWritable())
                                        + " without a leader since it was first watched"))
                .orElseGet(() -> Fact.unknown("/history was not read"));
    }

    private static Fact backup(Backups backups, Visit visit) {
        return backups.fold(
                known -> known.newest()
                        .map(newest -> Fact.of(visit.moment(newest.stopped()).distance(), fullBackup(known, visit)))
                        .orElseGet(() -> Fact.of("none", known.running() ? "one runs" : "stanza " + known.stanza())),
                notSetUp -> new Fact(UnseenRow.NOT_SET_UP, notSetUp.reason(), null, Fact.UNKNOWN),
                unseen -> Fact.unknown(unseen.reason()),
                broken -> Fact.unknown(broken.reason()));
    }

    private static String fullBackup(Backups.Known known, Visit visit) {
        return known.newestFull()
                .map(full -> "full " + visit.moment(full.stopped()).distance())
                .orElse("no full one");
    }
}
