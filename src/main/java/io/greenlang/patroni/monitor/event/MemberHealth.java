package io.greenlang.patroni.monitor.event;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Members that go down and come back. How long something must be seen depends on what it proves: a refused port at once,
 * silence in two snapshots, and what Patroni itself does (restart, stop, clone) or a restart of Patroni takes its time. While
 * Patroni restarts its PostgreSQL, its REST API may hang.
 */
final class MemberHealth implements Change {
    private static final String MEMBER = "member/";
    private static final String AWAY = "patroni_away/";
    /** For a restart of PostgreSQL by Patroni, or of Patroni itself. */
    private static final Duration RESTART = Duration.ofSeconds(30);

    @Override
    public Set<EventType> types() {
        return Set.of(EventType.MEMBER_DOWN, EventType.MEMBER_BACK, EventType.PATRONI_RESTARTED);
    }

    /** The one that an event told of as down, and not yet as back; or the one that came back in this very snapshot. */
    static boolean isOrWasDown(EventMemory memory, Sight now, String member) {
        return memory.dated(MEMBER + member)
                .filter(known -> known.value().equals("yes") || known.at().equals(now.at()))
                .isPresent();
    }

    @Override
    public List<Event> between(EventMemory memory, Sight now) {
        memory.keepOnly(MEMBER, now.members());
        memory.keepOnly(AWAY, now.members());
        return now.snapshot().members().stream()
                .flatMap(member -> between(memory, now, member).stream())
                .toList();
    }

    private static Optional<Event> between(EventMemory memory, Sight now, MemberObservation member) {
        String fact = MEMBER + member.name();
        Diagnosis diagnosis = now.snapshot().facts().diagnosis(member.name());
        if (diagnosis == Diagnosis.NOT_READABLE || (diagnosis.isDown() && isRepeated(now, member))) {
            return Optional.empty();
        }
        Optional<EventMemory.Dated> away = memory.doubted(fact);
        Certainty down = diagnosis.isDown() ? Certainty.YES : Certainty.NO;
        Optional<EventMemory.Turn> turn = memory.turn(fact, down, now.at(), patience(diagnosis, member));
        if (turn.isPresent()) {
            return Optional.of(
                    EventMemory.isYes(turn.get())
                            ? down(now, turn.get(), diagnosis, member)
                            : back(now, turn.get(), member));
        }
        return down == Certainty.NO
                ? away.flatMap(gone -> restarted(memory, now, member, gone))
                : remember(memory, member, diagnosis);
    }

    /** A node that hung, and lives, is left alone for a while: what was missed once is shown again, and is no second sight. */
    private static boolean isRepeated(Sight now, MemberObservation member) {
        return now.snapshot().seen().isShownAgain(member.patroni())
                && member.liveness().isAnswered()
                && member.postgres() instanceof Answer.NotAsked<?>;
    }

    private static Duration patience(Diagnosis diagnosis, MemberObservation member) {
        return switch (diagnosis) {
            case OK, NOT_READABLE, PROCESSES_DOWN -> Duration.ZERO;
            case POSTGRES_HUNG, HOST_GONE, HOST_HUNG -> EventMemory.TWICE;
            case PATRONI_DOWN, PATRONI_HUNG -> RESTART;
            case POSTGRES_DOWN -> isBroken(member) ? Duration.ZERO : RESTART;
        };
    }

    private static boolean isBroken(MemberObservation member) {
        return member.patroni()
                .value()
                .map(PatroniStatus::state)
                .map(state -> state.text())
                .filter(state -> state.equals("crashed") || state.endsWith("failed"))
                .isPresent();
    }

    private static Event down(Sight now, EventMemory.Turn turn, Diagnosis diagnosis, MemberObservation member) {
        boolean leads = now.leadership().isLeader(member.name());
        return now.event(
                turn.at(),
                EventType.MEMBER_DOWN,
                member.name(),
                now.named(member.name()) + " is down: " + diagnosis.words(member) + why(member),
                new Data()
                        .with("diagnosis", diagnosis.label())
                        .with("host", member.host())
                        .with("leader", leads)
                        .with("patroni", reason(member.patroni()))
                        .with("postgres", reason(member.postgres())));
    }

    private static String why(MemberObservation member) {
        StringBuilder why = new StringBuilder();
        member.patroni().reason().ifPresent(failure -> why.append("; Patroni: ").append(failure));
        member.postgres()
                .reason()
                .ifPresent(failure -> why.append("; PostgreSQL: ").append(failure));
        return why.toString();
    }

    private static @Nullable String reason(Answer<?> answer) {
        return answer.reason().map(failure -> failure.kind().label()).orElse(null);
    }

    private static Event back(Sight now, EventMemory.Turn turn, MemberObservation member) {
        return now.event(
                EventType.MEMBER_BACK,
                member.name(),
                now.named(member.name()) + " is back after " + Figures.time(turn.lasted()),
                new Data().seconds("down_seconds", turn.lasted()));
    }

    /** Which start of PostgreSQL a short absence of Patroni began with. */
    private static Optional<Event> remember(EventMemory memory, MemberObservation member, Diagnosis diagnosis) {
        String fact = MEMBER + member.name();
        boolean patroniOnly =
                diagnosis == Diagnosis.PATRONI_DOWN && memory.doubted(fact).isPresent();
        memory.put(
                absence(member),
                patroniOnly ? PostgresStart.of(member).map(Object::toString).orElse("") : null);
        return Optional.empty();
    }

    /** Patroni refused connections for a moment, and PostgreSQL, where it can be asked, is the same as then. */
    private static Optional<Event> restarted(
            EventMemory memory, Sight now, MemberObservation member, EventMemory.Dated gone) {
        Optional<String> start = memory.get(absence(member));
        memory.put(absence(member), null);
        boolean ranOn = start.filter(text -> PostgresStart.of(member)
                        .filter(known -> known.toString().equals(text))
                        .isPresent())
                .isPresent();
        return ranOn
                ? Optional.of(now.event(
                        gone.at(),
                        EventType.PATRONI_RESTARTED,
                        member.name(),
                        "Patroni on " + now.named(member.name()) + " was away for a moment; PostgreSQL ran on",
                        new Data()))
                : Optional.empty();
    }

    private static String absence(MemberObservation member) {
        return AWAY + member.name();
    }
}
