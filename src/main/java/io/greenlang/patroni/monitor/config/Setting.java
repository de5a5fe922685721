package io.greenlang.patroni.monitor.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A key and what stands behind it.
 *
 * @param key the whole path below {@code patroni-monitor}
 */
record Setting(String key, ConfigValue value) {
    private static final Pattern BEFORE_AT = Pattern.compile("^([a-z]+://)?.*@", Pattern.DOTALL);

    /** Null, the empty text and the empty list all mean: not given. */
    boolean isGiven() {
        return value.valueType() != ConfigValueType.NULL
                && !value.unwrapped().equals("")
                && !value.unwrapped().equals(List.of());
    }

    /** Nobody wrote it: it comes from reference.conf. */
    boolean isDefault() {
        return isDefault(value);
    }

    static boolean isDefault(ConfigValue value) {
        return "reference.conf".equals(value.origin().resource());
    }

    Place place() {
        return Place.of(value.origin());
    }

    /** A scalar as it was written. */
    String text() throws Refused {
        return switch (value.valueType()) {
            case OBJECT -> throw new Refused("is a block");
            case LIST -> throw new Refused("is a list");
            case NULL -> throw new Refused("is null");
            default -> scalar();
        };
    }

    /** The elements of a list, or of a text with commas, which is all the environment can give. */
    List<Setting> elements() throws Refused {
        if (value instanceof ConfigList list) {
            return list.stream().map(e -> new Setting(key, e)).toList();
        }
        return Stream.of(text().split(",", -1))
                .map(String::strip)
                .filter(e -> !e.isEmpty())
                .map(e -> new Setting(key, withText(e)))
                .toList();
    }

    /** The value for a message: no secret, nothing that may hold one, and never more than a line. */
    String shown() {
        return switch (value.valueType()) {
            case OBJECT -> "{…}";
            case LIST -> "[…]";
            case NULL -> "null";
            default -> shown(scalar());
        };
    }

    private String shown(String text) {
        if (text.isEmpty()) {
            return "\"\"";
        }
        // a password that was put where the name of its file belongs
        boolean misplaced = (key.endsWith("password-file") || key.endsWith("token-file")) && !text.contains("/");
        if (misplaced || key.endsWith("password")) {
            return "***";
        }
        return BEFORE_AT.matcher(text).replaceFirst("$1***@").replaceAll("\\p{Cntrl}", " ");
    }

    private String scalar() {
        return value.atKey("value").getString("value");
    }

    private ConfigValue withText(String element) {
        return ConfigValueFactory.fromAnyRef(element).withOrigin(value.origin());
    }
}
