package io.greenlang.patroni.monitor.model;

/** What an operator has not prepared yet for the monitor. */
public final class SetUp {
    /** How the detail of a failure that {@code docs/setup.sql} would mend ends, and what an alert about one says. */
    public static final String ADVICE = "run docs/setup.sql on the primary";

    private SetUp() {}
}
