package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.model.Diagnosis.HOST_GONE;
import static io.greenlang.patroni.monitor.model.Diagnosis.HOST_HUNG;
import static io.greenlang.patroni.monitor.model.Diagnosis.NOT_READABLE;
import static io.greenlang.patroni.monitor.model.Diagnosis.OK;
import static io.greenlang.patroni.monitor.model.Diagnosis.PATRONI_DOWN;
import static io.greenlang.patroni.monitor.model.Diagnosis.PATRONI_HUNG;
import static io.greenlang.patroni.monitor.model.Diagnosis.POSTGRES_DOWN;
import static io.greenlang.patroni.monitor.model.Diagnosis.POSTGRES_HUNG;
import static io.greenlang.patroni.monitor.model.Diagnosis.PROCESSES_DOWN;

import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is wrong with each member, from the contrast of its sources. Transitional states of PostgreSQL (starting, stopping,
 * being cloned) count as down; how long that may last is the alert's business.
 *
 * <p>Two timeouts look the same whether the host is gone or hangs, and are taken for gone.
 */
final class Diagnoses {

    /**
     * What Patroni's REST API lets see. Each row says what to conclude when PostgreSQL's own port answers, declines,
     * refuses, breaks, is silent, is absent, or is not told (the order of {@link Contact}).
     */
    private enum Api {
        /** {@code /patroni}: PostgreSQL runs. */
        RUNNING(OK, NOT_READABLE, POSTGRES_DOWN, NOT_READABLE, POSTGRES_HUNG, NOT_READABLE, OK),
        /** {@code /patroni}: believes that PostgreSQL runs, but its own SQL failed. */
        UNKNOWN(OK, NOT_READABLE, POSTGRES_DOWN, POSTGRES_DOWN, POSTGRES_HUNG, POSTGRES_DOWN, POSTGRES_DOWN),
        /** {@code /patroni}: PostgreSQL is stopped, crashed, starting, being cloned, … */
        STOPPED(OK, NOT_READABLE, POSTGRES_DOWN, POSTGRES_DOWN, POSTGRES_DOWN, POSTGRES_DOWN, POSTGRES_DOWN),
        /** {@code /liveness} answers; {@code /patroni}, which needs SQL, does not. */
        ALIVE(PATRONI_HUNG, PATRONI_HUNG, POSTGRES_DOWN, POSTGRES_HUNG, POSTGRES_HUNG, POSTGRES_HUNG, POSTGRES_HUNG),
        /** {@code /patroni} says nothing of PostgreSQL. */
        VAGUE(OK, NOT_READABLE, POSTGRES_DOWN, NOT_READABLE, POSTGRES_HUNG, NOT_READABLE, NOT_READABLE),
        DECLINES(NOT_READABLE, NOT_READABLE, POSTGRES_DOWN, NOT_READABLE, POSTGRES_HUNG, NOT_READABLE, NOT_READABLE),
        REFUSES(
                PATRONI_DOWN,
                PATRONI_DOWN,
                PROCESSES_DOWN,
                PROCESSES_DOWN,
                PROCESSES_DOWN,
                PROCESSES_DOWN,
                PATRONI_DOWN),
        BREAKS(PATRONI_HUNG, PATRONI_HUNG, PROCESSES_DOWN, HOST_HUNG, HOST_HUNG, HOST_HUNG, PATRONI_HUNG),
        SILENT(PATRONI_HUNG, PATRONI_HUNG, PROCESSES_DOWN, HOST_HUNG, HOST_GONE, HOST_GONE, HOST_GONE),
        ABSENT(PATRONI_DOWN, PATRONI_DOWN, PROCESSES_DOWN, HOST_HUNG, HOST_GONE, HOST_GONE, HOST_GONE),
        UNTOLD(OK, NOT_READABLE, POSTGRES_DOWN, NOT_READABLE, HOST_GONE, HOST_GONE, NOT_READABLE);

        private final Diagnosis answers;
        private final Diagnosis declines;
        private final Diagnosis refuses;
        private final Diagnosis breaks;
        private final Diagnosis silent;
        private final Diagnosis absent;
        private final Diagnosis untold;

        Api(
                Diagnosis answers,
                Diagnosis declines,
                Diagnosis refuses,
                Diagnosis breaks,
                Diagnosis silent,
                Diagnosis absent,
                Diagnosis untold) {
            this.answers = answers;
            this.declines = declines;
            this.refuses = refuses;
            this.breaks = breaks;
            this.silent = silent;
            this.absent = absent;
            this.untold = untold;
        }

        Diagnosis and(Contact postgres) {
            return switch (postgres) {
                case ANSWERS -> answers;
                case DECLINES -> declines;
                case REFUSES -> refuses;
                case BREAKS -> breaks;
                case SILENT -> silent;
                case ABSENT -> absent;
                case UNTOLD -> untold;
            };
        }
    }

    private Diagnoses() {}

    static Map<String, Diagnosis> of(Observation seen) {
        return seen.members().stream().collect(Collectors.toMap(MemberObservation::name, Diagnoses::of));
    }

    static Diagnosis of(MemberObservation member) {
        Diagnosis diagnosis = api(member).and(Contact.with(member.postgres()));
        boolean haLoopStands = member.liveness().value().map(alive -> !alive).orElse(false);
        return diagnosis == OK && haLoopStands ? PATRONI_HUNG : diagnosis;
    }

    private static Api api(MemberObservation member) {
        boolean alive = member.liveness().isAnswered();
        return switch (Contact.with(member.patroni())) {
            case ANSWERS -> member.patroni().value().map(Diagnoses::api).orElseThrow();
            case DECLINES -> Api.DECLINES;
            case REFUSES -> Api.REFUSES;
            case BREAKS -> alive ? Api.ALIVE : Api.BREAKS;
            case SILENT -> alive ? Api.ALIVE : Api.SILENT;
            case ABSENT -> alive ? Api.ALIVE : Api.ABSENT;
            case UNTOLD -> Api.UNTOLD;
        };
    }

    private static Api api(PatroniStatus status) {
        return switch (status.runsPostgres()) {
            case YES -> Api.RUNNING;
            case NO -> status.state().text().equals("unknown") ? Api.UNKNOWN : Api.STOPPED;
            case UNKNOWN -> Api.VAGUE;
        };
    }
}
