package io.greenlang.patroni.monitor.model;

import java.util.Map;
import java.util.Optional;

/** A diagnosis in a sentence: what was asked and what it said, in Patroni's own words where it has some. */
final class DiagnosisWords {
    /** Patroni's words for a PostgreSQL that does not run, as the end of a sentence about it. */
    private static final Map<String, String> STATES = Map.ofEntries(
            Map.entry("initializing new cluster", "is being initialized"),
            Map.entry("initdb failed", "could not be initialized"),
            Map.entry("running custom bootstrap script", "is being bootstrapped"),
            Map.entry("custom bootstrap failed", "could not be bootstrapped"),
            Map.entry("creating replica", "is being cloned"),
            Map.entry("starting", "is starting"),
            Map.entry("starting after custom bootstrap", "is starting"),
            Map.entry("start failed", "did not start"),
            Map.entry("restarting", "is restarting"),
            Map.entry("restart failed", "did not restart"),
            Map.entry("stopping", "is stopping"),
            Map.entry("stopped", "is stopped"),
            Map.entry("stop failed", "did not stop"),
            Map.entry("crashed", "crashed"),
            Map.entry("unknown", "does not answer Patroni"));

    private final MemberObservation member;

    DiagnosisWords(MemberObservation member) {
        this.member = member;
    }

    String of(Diagnosis diagnosis) {
        return switch (diagnosis) {
            case OK -> "answers";
            case PATRONI_DOWN -> "Patroni is down, " + postgresAnswers();
            case PATRONI_HUNG -> "Patroni hangs, " + postgresAnswers();
            case POSTGRES_DOWN -> state().orElseGet(() -> "PostgreSQL is down, " + patroniAnswers());
            case POSTGRES_HUNG ->
                isAsked(member.postgres())
                        ? "PostgreSQL hangs, Patroni is alive"
                        : "PostgreSQL seems to hang: Patroni is alive and gets no answer from it";
            case PROCESSES_DOWN -> processesDown();
            case HOST_GONE ->
                isAsked(member.patroni()) && isAsked(member.postgres())
                        ? "nothing on this host answers"
                        : isAsked(member.patroni())
                                ? "Patroni does not answer, " + notAsked("PostgreSQL", member.postgres())
                                : "PostgreSQL does not answer, " + notAsked("Patroni", member.patroni());
            case HOST_HUNG -> "Patroni and PostgreSQL both hang";
            case NOT_READABLE ->
                isAsked(member.patroni()) || isAsked(member.postgres())
                        ? "answers, but can't be read"
                        : notAsked("Patroni", member.patroni()) + ", " + notAsked("PostgreSQL", member.postgres());
        };
    }

    private String postgresAnswers() {
        return isAsked(member.postgres()) ? "PostgreSQL answers" : notAsked("PostgreSQL", member.postgres());
    }

    private String patroniAnswers() {
        return isAsked(member.patroni()) ? "Patroni answers" : notAsked("Patroni", member.patroni());
    }

    /** What Patroni says of a PostgreSQL that does not run; empty when it says nothing, or that it runs. */
    private Optional<String> state() {
        return member.patroni()
                .value()
                .filter(status -> status.runsPostgres() == Certainty.NO)
                .map(status -> state(status.state().text()));
    }

    private static String state(String text) {
        String words = STATES.getOrDefault(text, "does not run");
        return "PostgreSQL " + (words.endsWith(text) ? words : words + " (" + text + ")");
    }

    /** A host that refuses one port is there; only a port that refuses proves that its process is not. */
    private String processesDown() {
        boolean patroni = isRefused(member.patroni());
        boolean postgres = isRefused(member.postgres());
        if (patroni == postgres) {
            return "neither Patroni nor PostgreSQL runs, the host answers";
        }
        return patroni
                ? "Patroni is down, PostgreSQL does not answer, the host does"
                : "PostgreSQL is down, Patroni does not answer, the host does";
    }

    private static boolean isRefused(Answer<?> answer) {
        return answer.reason()
                .map(failure -> failure.kind() == FailureKind.REFUSED || failure.kind() == FailureKind.STARTING)
                .orElse(false);
    }

    private static boolean isAsked(Answer<?> answer) {
        return answer.isAnswered()
                || answer.reason().map(failure -> !isNotAsked(failure.kind())).orElse(false);
    }

    private static boolean isNotAsked(FailureKind kind) {
        return kind == FailureKind.NO_ADDRESS || kind == FailureKind.MONITOR_BUSY || kind == FailureKind.INTERNAL;
    }

    private static String notAsked(String process, Answer<?> answer) {
        return process + " was not asked"
                + answer.reason().map(failure -> " (" + failure.detail() + ")").orElse("");
    }
}
