package io.greenlang.patroni.monitor.source.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * All of {@code /config}, flat. Numbers, switches and amounts are shown, and single words of PostgreSQL's own parameters; any
 * other text may hold a secret, and so may a list.
 */
public final class ShownSettings {
    private static final int MAX_KEYS = 500;
    private static final int MAX_KEY = 120;
    private static final int MAX_DEPTH = 6;
    /** Maintenance mode is kept there, too, and is no setting. */
    private static final String PAUSE = "pause";

    private static final String PARAMETERS = "postgresql.parameters.";
    private static final Pattern AMOUNT =
            Pattern.compile("[-+]?\\d{1,18}(\\.\\d{1,9})?\\s?(B|kB|MB|GB|TB|us|ms|s|min|h|d)?");
    private static final Pattern SWITCH = Pattern.compile("(?i)on|off|true|false|yes|no|quorum");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,31}");
    private static final Pattern SECRET = Pattern.compile("pass|secret|conninfo|command|token|key|cred|auth|user");

    private ShownSettings() {}

    /** @param config an object; of one with too many keys the first ones */
    public static SortedMap<String, String> of(JsonNode config) {
        SortedMap<String, String> all = new TreeMap<>();
        collect("", config, 0, all);
        all.remove(PAUSE);
        return all;
    }

    private static void collect(String prefix, JsonNode object, int depth, SortedMap<String, String> all) {
        object.properties().forEach(field -> {
            String key = prefix + field.getKey();
            JsonNode value = field.getValue();
            if (key.length() > MAX_KEY || all.size() >= MAX_KEYS || value.isNull()) {
                return;
            }
            if (value.isObject() && depth < MAX_DEPTH) {
                collect(key + ".", value, depth + 1, all);
            } else {
                all.put(key, shown(key, value));
            }
        });
    }

    private static String shown(String key, JsonNode value) {
        String text = value.isValueNode() ? value.asText() : value.toString();
        boolean plain = value.isValueNode() && text.length() <= MAX_KEY && isPlain(key, text);
        return plain ? text : DynamicConfig.hidden(text);
    }

    private static boolean isPlain(String key, String text) {
        if (SECRET.matcher(key.toLowerCase(Locale.ROOT)).find()) {
            return false;
        }
        if (AMOUNT.matcher(text).matches() || SWITCH.matcher(text).matches()) {
            return true;
        }
        boolean builtIn = key.startsWith(PARAMETERS) && key.indexOf('.', PARAMETERS.length()) < 0;
        return builtIn && WORD.matcher(text).matches();
    }
}
