package io.greenlang.patroni.monitor.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Patroni's version, compared numerically and leniently: forks add suffixes.
 *
 * @param text as the node wrote it
 */
public record PatroniVersion(String text, int major, int minor, int patch) implements Comparable<PatroniVersion> {
    /** Not told. */
    public static final PatroniVersion UNKNOWN = new PatroniVersion("", 0, 0, 0);

    private static final Pattern NUMBERS =
            Pattern.compile("^\\D{0,2}(\\d{1,4})(?:\\.(\\d{1,4}))?(?:\\.(\\d{1,4}))?.*$");

    /** Reads what it can; what is no number counts as 0. */
    public static PatroniVersion parse(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        if (!numbers.matches()) {
            return new PatroniVersion(text, 0, 0, 0);
        }
        return new PatroniVersion(text, number(numbers.group(1)), number(numbers.group(2)), number(numbers.group(3)));
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** There is a number in it. */
    public boolean isKnown() {
        return number() > 0;
    }

    public boolean isAtLeast(int otherMajor, int otherMinor, int otherPatch) {
        return compareTo(new PatroniVersion("", otherMajor, otherMinor, otherPatch)) >= 0;
    }

    /** Patroni's own number for its metric {@code patroni_version}: 4.1.4 is 40104. */
    public int number() {
        return major * 10_000 + minor * 100 + patch;
    }

    @Override
    public int compareTo(PatroniVersion other) {
        return Integer.compare(number(), other.number());
    }

    @Override
    public String toString() {
        return text;
    }
}
