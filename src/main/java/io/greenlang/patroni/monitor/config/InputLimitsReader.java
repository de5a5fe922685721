package io.greenlang.patroni.monitor.config;

/** The block {@code input-limits} of a cluster. */
final class InputLimitsReader {
    private static final Format<Integer> THINGS = Quantities.wholeNumber(1, 1000);
    private static final Format<Integer> ABSENT = Quantities.wholeNumber(0, 1000);
    private static final Format<Integer> NAME = Quantities.wholeNumber(63, 1000);

    /** An address with the longest host name that there may be fits into it. */
    private static final Format<Integer> TEXT = Quantities.wholeNumber(300, 10_000);

    private static final Format<Integer> ENTRIES = Quantities.wholeNumber(1, 100_000);
    private static final Format<Integer> BYTES = sizeUpTo(4 << 10, 64 << 20);

    private InputLimitsReader() {}

    static InputLimits read(Section limits) {
        return new InputLimits(
                limits.read("members", THINGS),
                limits.read("absent-members", ABSENT),
                limits.read("name-length", NAME),
                limits.read("text-length", TEXT),
                limits.read("slots", THINGS),
                limits.read("history-entries", ENTRIES),
                limits.read("status-size", BYTES),
                limits.read("answer-size", BYTES),
                limits.read("sql-answer-size", BYTES));
    }

    private static Format<Integer> sizeUpTo(int least, int most) {
        return new Format<>("a size from " + (least >> 10) + "KiB to " + (most >> 20) + "MiB", text -> {
            double bytes = Quantities.SIZE.parse(text);
            if (bytes < least || bytes > most) {
                throw new Refused("is out of range");
            }
            return (int) bytes;
        });
    }
}
