package io.greenlang.patroni.monitor.source.document;

import static io.greenlang.patroni.monitor.model.DynamicConfig.DEFAULTS;
import static io.greenlang.patroni.monitor.net.UnusableAnswerException.badAnswer;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.DynamicConfig.SynchronousMode;
import io.greenlang.patroni.monitor.model.DynamicConfig.SynchronousMode.Kind;
import io.greenlang.patroni.monitor.model.DynamicConfig.Timing;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code /config} as Patroni itself does: it is what somebody typed, so that numbers may be strings, and truth may
 * be {@code true}, {@code "on"} or {@code "yes"}. What is absent or makes no sense counts as the default.
 */
public final class ConfigParser {
    private static final Set<String> TRUE_WORDS = Set.of("true", "on", "yes", "1");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\s*\\d{1,18}\\s*");

    private ConfigParser() {}

    public static DynamicConfig parse(JsonNode config) throws UnusableAnswerException {
        if (!config.isObject()) {
            throw badAnswer("no object of settings");
        }
        boolean standbyCluster = isStandbyCluster(config.path("standby_cluster"));
        return new DynamicConfig(
                new Timing(
                        seconds(config.path("ttl"), DEFAULTS.timing().ttl()),
                        seconds(config.path("loop_wait"), DEFAULTS.timing().loopWait()),
                        seconds(config.path("retry_timeout"), DEFAULTS.timing().retryTimeout())),
                number(config.path("maximum_lag_on_failover"), DEFAULTS.maximumLagOnFailoverBytes()),
                synchronousMode(config, standbyCluster),
                isTrue(config.path("failsafe_mode")),
                standbyCluster,
                isTrue(config.path("check_timeline")),
                ShownSettings.of(config));
    }

    /** Patroni ignores the mode in a standby cluster, and a strict one needs at least one node. */
    private static SynchronousMode synchronousMode(JsonNode config, boolean standbyCluster) {
        boolean strict = isTrue(config.path("synchronous_mode_strict"));
        long nodeCount = number(
                config.path("synchronous_node_count"),
                DEFAULTS.synchronousMode().nodeCount());
        int atMost = (int) Math.min(nodeCount, Integer.MAX_VALUE);
        return new SynchronousMode(
                standbyCluster ? Kind.OFF : kind(config.path("synchronous_mode")),
                strict,
                Math.max(atMost, strict ? 1 : 0));
    }

    private static Kind kind(JsonNode mode) {
        if (word(mode).equals("quorum")) {
            return Kind.QUORUM;
        }
        return isTrue(mode) ? Kind.ON : Kind.OFF;
    }

    private static boolean isStandbyCluster(JsonNode source) {
        return isSet(source.path("host")) || isSet(source.path("port")) || isSet(source.path("restore_command"));
    }

    private static boolean isSet(JsonNode value) {
        return !word(value).isEmpty()
                && !word(value).equals("0")
                && !word(value).equals("false");
    }

    private static boolean isTrue(JsonNode value) {
        return TRUE_WORDS.contains(word(value));
    }

    /** The text of a scalar; "" for null, for what is absent and for what is no scalar. */
    private static String word(JsonNode value) {
        return value.isNull() ? "" : value.asText("").strip().toLowerCase(Locale.ROOT);
    }

    private static Duration seconds(JsonNode value, Duration otherwise) {
        long seconds = number(value, 0);
        return seconds > 0 && seconds <= Integer.MAX_VALUE ? Duration.ofSeconds(seconds) : otherwise;
    }

    private static long number(JsonNode value, long otherwise) {
        Long number = wholeNumber(value);
        return number == null || number < 0 ? otherwise : number;
    }

    private static @Nullable Long wholeNumber(JsonNode value) {
        if (value.isTextual() && WHOLE_NUMBER.matcher(value.textValue()).matches()) {
            return Long.valueOf(value.textValue().strip());
        }
        return value.canConvertToExactIntegral() && value.canConvertToLong() ? (Long) value.longValue() : null;
    }
}
