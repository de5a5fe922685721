package io.greenlang.patroni.monitor.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException.UnresolvedSubstitution;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text to trees. What the library throws becomes a problem with file and line here. */
final class Hocon {
    private static final ConfigParseOptions STRICT =
            ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false);

    /** From where on a message of the parser may quote what it stumbled over, which may be half a password. */
    private static final Pattern QUOTATION = Pattern.compile("['\":].*", Pattern.DOTALL);

    private Hocon() {}

    /** Syntax is HOCON, and so JSON too, whatever the file's name ends with. */
    static Config parse(Path file) throws ConfigException {
        if (!Files.exists(file)) {
            throw new ConfigException(List.of(file + ": there is no such file; allowed: a HOCON file"));
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new ConfigException(List.of(file + ": can't be read; allowed: a readable HOCON file"));
        }
        return translated(() -> ConfigFactory.parseFile(file.toFile(), STRICT), file.toString());
    }

    static Config parse(String text, String source) throws ConfigException {
        return translated(() -> ConfigFactory.parseString(text, STRICT.setOriginDescription(source)), source);
    }

    /** What was written on top of the defaults, with every {@code ${…}} replaced, from the environment too. */
    static Config resolve(Config given, Config reference, String source) throws ConfigException {
        return translated(() -> given.withFallback(reference).resolve(), source);
    }

    private static Config translated(Supplier<Config> reading, String source) throws ConfigException {
        try {
            return reading.get();
        } catch (com.typesafe.config.ConfigException e) {
            throw new ConfigException(List.of(problem(e, source)));
        }
    }

    private static String problem(com.typesafe.config.ConfigException e, String source) {
        ConfigOrigin origin = e.origin();
        String message = withoutPlace(String.valueOf(e.getMessage()), origin);
        if (e instanceof UnresolvedSubstitution) {
            return place(origin, source) + ": " + message + "; allowed: ${?…} for what may be missing";
        }
        if (e instanceof com.typesafe.config.ConfigException.IO) {
            return source + ": can't be read: " + message;
        }
        if (message.startsWith("include keyword")) {
            return place(origin, source) + ": is not valid HOCON: a key of that name is written in quotes, \"include\"";
        }
        return place(origin, source) + ": is not valid HOCON: "
                + QUOTATION.matcher(message).replaceFirst("…")
                + "; look at quotes, braces and commas, on the line before too";
    }

    private static String place(@Nullable ConfigOrigin origin, String source) {
        return origin == null ? source : Place.of(origin).toString();
    }

    private static String withoutPlace(String message, @Nullable ConfigOrigin origin) {
        String prefix = origin == null ? "" : origin.description() + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }
}
