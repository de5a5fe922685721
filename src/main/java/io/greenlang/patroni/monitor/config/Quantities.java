package io.greenlang.patroni.monitor.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/** Formats of what is counted or measured. */
final class Quantities {
    /** In bytes. */
    static final Format<Double> SIZE = new Format<>("a size such as 50MiB, or a number of bytes", Quantities::size);

    /** In bytes. */
    static final Format<Double> POSITIVE_SIZE =
            new Format<>("a size above 0 such as 500GiB, or a number of bytes", text -> {
                double bytes = size(text);
                if (bytes < 1) {
                    throw new Refused("is too small");
                }
                return bytes;
            });

    private static final Pattern BARE_NUMBER = Pattern.compile("\\s*[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?\\s*");

    private Quantities() {}

    static Format<Duration> durationFrom(Duration least) {
        String allowed = "a duration of at least " + words(least);
        return new Format<>(allowed, text -> {
            Duration duration = duration(text);
            if (duration.compareTo(least) < 0) {
                throw new Refused("is too short");
            }
            return duration;
        });
    }

    static Format<Integer> wholeNumber(int least, int most) {
        return new Format<>("a whole number from " + least + " to " + most, text -> {
            BigDecimal number = decimal(text);
            if (number.compareTo(BigDecimal.valueOf(least)) < 0 || number.compareTo(BigDecimal.valueOf(most)) > 0) {
                throw new Refused("is out of range");
            }
            try {
                return number.intValueExact();
            } catch (ArithmeticException hasAFraction) {
                throw new Refused("is not a whole number");
            }
        });
    }

    static Format<Double> numberFromZero(String unit) {
        return new Format<>("a number of " + unit + " from 0", text -> within(text, Double.MAX_VALUE));
    }

    static Format<Double> percent() {
        return new Format<>("a percentage from 0 to 100", text -> within(text, 100));
    }

    /** Seconds where they're whole, milliseconds where they aren't: only for limits, which are never finer. */
    private static String words(Duration limit) {
        if (limit.toDays() > 0 && limit.equals(Duration.ofDays(limit.toDays()))) {
            return limit.toDays() + "d";
        }
        return limit.toMillisPart() == 0 ? limit.toSeconds() + "s" : limit.toMillis() + "ms";
    }

    private static Duration duration(String text) throws Refused {
        if (BARE_NUMBER.matcher(text).matches()) {
            throw new Refused("needs a unit, e.g. 5s");
        }
        try {
            return single(text).getDuration("value");
        } catch (com.typesafe.config.ConfigException notADuration) {
            throw new Refused("is not a duration");
        }
    }

    private static double size(String text) throws Refused {
        try {
            return single(text).getBytes("value");
        } catch (com.typesafe.config.ConfigException notASize) {
            throw new Refused("is not a size");
        }
    }

    private static double within(String text, double most) throws Refused {
        double number = decimal(text).doubleValue();
        if (number < 0 || number > most) {
            throw new Refused("is out of range");
        }
        return number;
    }

    private static BigDecimal decimal(String text) throws Refused {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException notANumber) {
            throw new Refused("is not a number");
        }
    }

    private static Config single(String text) {
        return ConfigValueFactory.fromAnyRef(text).atKey("value");
    }
}
