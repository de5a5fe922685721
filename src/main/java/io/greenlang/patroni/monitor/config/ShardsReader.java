package io.greenlang.patroni.monitor.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The block {@code shards}. */
final class ShardsReader {
    private static final int MOST = 1000;
    private static final Format<Integer> COUNT = Quantities.wholeNumber(1, MOST);
    private static final Pattern NUMBER_AT_THE_END = Pattern.compile("(?:.*-)?(\\d{1,4})");

    private static final Format<Integer> ORDINAL =
            new Format<>("a number from 0, or a name that ends in -0, -1, …", ShardsReader::ordinal);

    private ShardsReader() {}

    static Shards read(Section shards) {
        int count = shards.read("count", COUNT);
        Integer ordinal = shards.readIfGiven("ordinal", ORDINAL);
        if (ordinal != null && ordinal >= count) {
            shards.refuse("has the ordinal " + ordinal + " and a count of " + count, "allowed: 0 to " + (count - 1));
        }
        if (ordinal == null && count > 1) {
            shards.refuse("has a count of " + count + " and no valid ordinal", "allowed: each daemon with its own");
        }
        return new Shards(count, ordinal == null ? 0 : ordinal);
    }

    private static int ordinal(String text) throws Refused {
        Matcher found = NUMBER_AT_THE_END.matcher(text);
        if (!found.matches()) {
            throw new Refused("does not end in a number");
        }
        return Integer.parseInt(found.group(1));
    }
}
