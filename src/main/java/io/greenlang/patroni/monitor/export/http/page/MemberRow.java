package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClockSkew;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.DiskSource;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.DiskUsage.Known;
import io.greenlang.patroni.monitor.model.DiskUsage.Space;
import io.greenlang.patroni.monitor.model.DiskUsage.Unknown;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberSummary;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.rule.Alert;
import io.greenlang.patroni.monitor.rule.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One member: a cell for each column.
 *
 * @param notes what Patroni would write into its last columns
 */
record MemberRow(String member, List<String> notes, List<Fact> cells) {
    /** Of {@link #cells}; the first ones as {@code patronictl list} has them. */
    static final List<String> COLUMNS =
            List.of("Host", "Role", "State", "TL", "Lag", "Connections", "Disk", "Patroni age", "SQL age", "Sizes age");

    private static final Map<Flag, String> FLAGS = new EnumMap<>(Map.of(
            Flag.PENDING_RESTART, "pending restart",
            Flag.FAILSAFE_ACTIVE, "failsafe mode is active",
            Flag.WATCHDOG_FAILED, "watchdog failed",
            Flag.REPLAY_PAUSED, "WAL replay is paused"));

    static MemberRow of(ClusterSnapshot snapshot, MemberObservation member, List<Alert> alerts, Visit visit) {
        MemberSummary summary = MemberSummary.of(snapshot, member);
        Tones tones = Tones.of(alerts, member.name());
        return new MemberRow(
                member.name(),
                notes(snapshot, member),
                List.of(
                        Fact.of(member.host()),
                        role(snapshot, member, summary),
                        state(snapshot, member, summary)
                                .toned(tones.of("PatroniMemberDown", "PatroniReplicaNotStreaming")),
                        timeline(summary.timeline()).toned(tones.of("PatroniTimelineDiverged")),
                        lag(snapshot, member)
                                .toned(tones.of("PatroniReplicationLagSeconds", "PatroniReplicationLagBytes")),
                        Fact.of(member.postgres(), MemberRow::connections).toned(tones.of("PatroniConnectionUsage")),
                        disk(snapshot.facts().disk(member.name())).toned(tones.of("PatroniDiskUsage")),
                        age(member.patroni(), visit),
                        age(member.postgres(), visit),
                        age(member.sizes(), visit)));
    }

    private static Fact role(ClusterSnapshot snapshot, MemberObservation member, MemberSummary summary) {
        if (summary.role() == null) {
            return Fact.unknown("not reported");
        }
        String words = summary.role().replace('_', ' ');
        String role = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        Leadership who = snapshot.facts().leadership();
        boolean usurps = who.leader() != null
                && !who.isLeader(member.name())
                && who.writable().contains(member.name());
        return usurps ? Fact.of(role, "accepts writes and is not the leader").toned("critical") : Fact.of(role);
    }

    /** What the DCS remembers of a member that is down says nothing of it now. */
    private static Fact state(ClusterSnapshot snapshot, MemberObservation member, MemberSummary summary) {
        Diagnosis diagnosis = snapshot.facts().diagnosis(member.name());
        if (diagnosis.isDown()) {
            return Fact.of(summary.stateWhileDown().orElse("down"), diagnosis.words(member));
        }
        if (diagnosis == Diagnosis.NOT_READABLE) {
            return Fact.unknown(diagnosis.words(member));
        }
        return Fact.of(summary.stateOr(Fact.UNKNOWN));
    }

    private static Fact timeline(@Nullable Integer timeline) {
        return timeline == null ? Fact.unknown("not reported") : Fact.of(timeline.toString());
    }

    private static Fact lag(ClusterSnapshot snapshot, MemberObservation member) {
        ReplicationLag lag = snapshot.facts().lag().get(member.name());
        if (lag == null) {
            return isPrimary(snapshot, member) ? Fact.of("–") : Fact.unknown("not reported");
        }
        return lag.fold(known -> Fact.of(Figures.lag(known)), unknown -> Fact.unknown(unknown.reason()));
    }

    private static boolean isPrimary(ClusterSnapshot snapshot, MemberObservation member) {
        Leadership who = snapshot.facts().leadership();
        return who.isLeader(member.name()) || who.writable().contains(member.name());
    }

    private static Fact connections(PostgresFacts facts) {
        PostgresFacts.Connections used = facts.connections();
        return Fact.of(used.clientBackends() + " of " + used.maxConnections());
    }

    /** How full its fullest volume is. */
    private static Fact disk(DiskUsage usage) {
        return usage.fold(MemberRow::fullest, MemberRow::missing);
    }

    private static Fact fullest(Known known) {
        Space space = known.fullest();
        Volume volume = space.volume();
        String forecast = space.fullIn() == null ? "" : ", full in about " + Figures.time(space.fullIn());
        return new Fact(
                (known.source() == DiskSource.SIZE ? "≥ " : "")
                        + String.format(Locale.ROOT, "%.0f %%", volume.usedPercent()),
                volume.volume() + ": " + Figures.bytes(volume.availableBytes()) + " left" + forecast,
                "as " + known.source().label() + " tells",
                Fact.PLAIN);
    }

    private static Fact missing(Unknown unknown) {
        if (unknown.silences().isEmpty()) {
            return Fact.notAsked();
        }
        String reasons = unknown.silences().stream()
                .map(silence -> silence.failure().kind().label())
                .distinct()
                .collect(Collectors.joining(", "));
        return new Fact(Fact.UNKNOWN, reasons, unknown.reason(), Fact.UNKNOWN);
    }

    private static Fact age(Answer<?> answer, Visit visit) {
        return answer.fold(
                answered -> Fact.of(Figures.age(Duration.between(answered.received(), visit.at()))),
                failure -> new Fact(failure.kind().label(), null, failure.detail(), Fact.UNKNOWN),
                () -> new Fact("not asked", null, null, Fact.UNKNOWN));
    }

    /** What is unusual about it and has no column of its own. */
    private static List<String> notes(ClusterSnapshot snapshot, MemberObservation member) {
        List<String> notes = new ArrayList<>();
        if (snapshot.seen().dcs().view().isAnswered() && !member.presence().listed()) {
            notes.add("no longer in the DCS");
        }
        snapshot.clockSkew(member)
                .filter(ClockSkew::isNotable)
                .ifPresent(skew -> notes.add("clock " + skew.words() + " the monitor's"));
        member.patroni().value().ifPresent(status -> addTo(notes, status));
        return List.copyOf(notes);
    }

    private static void addTo(List<String> notes, PatroniStatus status) {
        FLAGS.forEach((flag, words) -> {
            if (status.has(flag)) {
                notes.add(words);
            }
        });
        new TreeMap<>(status.tags().values()).forEach((tag, value) -> notes.add(tag + ": " + value));
    }

    /** The colours of one member's cells: those of the alerts about it, so that a limit exists once. */
    private record Tones(List<Alert> alerts) {
        static Tones of(List<Alert> alerts, String member) {
            return new Tones(alerts.stream()
                    .filter(alert -> member.equals(alert.member()))
                    .toList());
        }

        /** The worst of these alerts, as a tone. */
        String of(String... names) {
            return alerts.stream()
                    .filter(alert -> Arrays.asList(names).contains(alert.name()))
                    .map(Alert::severity)
                    .max(Comparator.naturalOrder())
                    .map(Severity::label)
                    .orElse(Fact.PLAIN);
        }
    }
}
