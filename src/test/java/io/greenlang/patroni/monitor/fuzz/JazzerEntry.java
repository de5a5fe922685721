package io.greenlang.patroni.monitor.fuzz;

/** What Jazzer calls, in a JVM of its own for one target. */
public final class JazzerEntry {
    /** What Jazzer puts into our classes allocates up to 27 times what they do; a parser that squares its input takes more. */
    private static final int SLACK = 32;

    private static Trial trial;

    private JazzerEntry() {}

    /** @param arguments the target's name */
    public static void fuzzerInitialize(String[] arguments) {
        trial = new Trial(FuzzTargets.named(arguments[0]), SLACK);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        trial.run(input);
    }
}
