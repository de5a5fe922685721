package io.greenlang.patroni.monitor.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys that have another name now. They are taken under the old one, too, with a warning in the log. */
final class OldKeys {
    private static final Logger logger = LoggerFactory.getLogger(OldKeys.class);
    private static final Map<String, String> NEW_NAMES = Map.of("patient-roles", "long-transaction-roles");

    private OldKeys() {}

    private static boolean isWritten(@Nullable ConfigValue value) {
        return value != null && !Setting.isDefault(value);
    }

    /** The same with the new names. Where both names stand in one block, the old one stays, and is an unknown key. */
    static ConfigObject renamed(ConfigObject block) {
        ConfigObject all = block;
        for (Map.Entry<String, ConfigValue> entry : block.entrySet()) {
            String key = entry.getKey();
            String name = NEW_NAMES.get(key);
            if (entry.getValue() instanceof ConfigObject inner) {
                all = all.withValue(key, renamed(inner));
            } else if (name != null && !isWritten(block.get(name))) {
                logger.atWarn()
                        .addKeyValue("key", key)
                        .addKeyValue("place", Place.of(entry.getValue().origin()))
                        .log("The key {} is called {} now: rename it", key, name);
                all = all.withoutKey(key).withValue(name, entry.getValue());
            }
        }
        return all;
    }
}
