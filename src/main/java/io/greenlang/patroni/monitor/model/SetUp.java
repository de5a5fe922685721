package io.greenlang.patroni.monitor.model;

/** What an operator has not prepared yet for the monitor. */
public final class SetUp {
    /** How a failure's detail ends that {@code docs/setup.sql} would end. */
    public static final String ADVICE = "run docs/setup.sql on the primary";

    private SetUp() {}
}
