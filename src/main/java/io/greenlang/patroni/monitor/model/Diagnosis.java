package io.greenlang.patroni.monitor.model;

import java.util.Locale;

/**
 * What is wrong with one member, from which of its sources answers. {@code /liveness} runs no SQL, {@code /patroni} does,
 * and the daemon's own SQL passes Patroni by.
 */
public enum Diagnosis {
    OK,
    /** Its REST API is gone, PostgreSQL answers or was not asked: nobody there would demote it. */
    PATRONI_DOWN,
    /** The REST port takes connections and does not answer, PostgreSQL answers or was not asked. */
    PATRONI_HUNG,
    /** Patroni answers and says that PostgreSQL does not run, or its port refuses. */
    POSTGRES_DOWN,
    /** Patroni is alive, everything that needs SQL hangs. */
    POSTGRES_HUNG,
    /** Both ports refuse, or one does and the other is silent: the host is there, the processes are not. */
    PROCESSES_DOWN,
    /** Nothing that was asked answers at all. */
    HOST_GONE,
    /** Both take connections, neither answers: the whole node hangs. */
    HOST_HUNG,
    /** It answers, but not to this role or with this configuration, or nothing could be asked. */
    NOT_READABLE;

    /** For people, about that member: names what was asked only, and has Patroni's own word for its PostgreSQL. */
    public String words(MemberObservation member) {
        return new DiagnosisWords(member).of(this);
    }

    /** As a value for JSON: lower case with underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Counts as down: a needed process there does not do its work. */
    public boolean isDown() {
        return this != OK && this != NOT_READABLE;
    }
}
