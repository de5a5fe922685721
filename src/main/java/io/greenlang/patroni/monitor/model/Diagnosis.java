package io.greenlang.patroni.monitor.model;

import java.util.Locale;

/**
 * What is wrong with one member, from which of its sources answers. {@code /liveness} runs no SQL, {@code /patroni} does,
 * and the daemon's own SQL passes Patroni by.
 */
public enum Diagnosis {
    OK("answers"),
    /** Its REST API is gone, PostgreSQL answers: nobody there would demote it. */
    PATRONI_DOWN("Patroni is down, PostgreSQL answers"),
    /** The REST port takes connections and does not answer, PostgreSQL answers. */
    PATRONI_HUNG("Patroni hangs, PostgreSQL answers"),
    /** Patroni answers and says that PostgreSQL does not run, or its port refuses. */
    POSTGRES_DOWN("PostgreSQL is down, Patroni answers"),
    /** Patroni is alive, everything that needs SQL hangs. */
    POSTGRES_HUNG("PostgreSQL hangs, Patroni is alive"),
    /** Both ports refuse: the host is there, the processes are not. */
    PROCESSES_DOWN("neither Patroni nor PostgreSQL runs, the host answers"),
    /** Nothing answers at all. */
    HOST_GONE("nothing on this host answers"),
    /** Both take connections, neither answers: the whole node hangs. */
    HOST_HUNG("Patroni and PostgreSQL both hang"),
    /** It answers, but not to this role or with this configuration; the fault may be the daemon's. */
    NOT_READABLE("answers, but can't be read");

    private final String words;

    Diagnosis(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
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
