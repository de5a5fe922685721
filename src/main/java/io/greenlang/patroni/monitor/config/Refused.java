package io.greenlang.patroni.monitor.config;

/** A value isn't what its key needs. Says what is wrong with it, and never holds the value itself. */
final class Refused extends Exception {
    private final String wrong;

    Refused(String wrong) {
        super(wrong);
        this.wrong = wrong;
    }

    String wrong() {
        return wrong;
    }
}
