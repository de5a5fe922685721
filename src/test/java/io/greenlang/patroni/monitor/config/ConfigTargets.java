package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.fuzz.FuzzTarget;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** What somebody typed. */
public final class ConfigTargets {
    /** The library takes far more than the text has, which nobody else writes. */
    private static final long LIBRARY_BYTES = 4 << 20;

    /** The defaults are read each time. */
    private static final long DEFAULTS_BYTES = 16 << 20;

    private static final String SMALL = """
            patroni-monitor {
              clusters {
                shop { seeds = ["http://10.0.0.1:8008", "https://[::1]:8008"], poll { interval = 5 s } }
                "a b" { dns = "tasks.db:8008" # comment
                  scope = shop, postgres { username = x, password = ${?NO_SUCH_VARIABLE} } }
              }
            }
            patroni-monitor.log.level = debug // comment
            """;

    /** Any file will do where one is named. */
    private static final List<String> SAMPLES =
            List.of(SMALL, ConfigMappingTest.EVERYTHING.replaceAll("DIR/[\\w-]+", "./pom.xml"));

    private ConfigTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.ofText(
                                "configuration",
                                ConfigException.class,
                                SAMPLES,
                                text -> Configs.LOADER.load(text, "fuzz.conf"))
                        .withBaseBytes(DEFAULTS_BYTES),
                FuzzTarget.ofText("hocon-scanner", ConfigException.class, SAMPLES, ConfigTargets::scan)
                        .withBaseBytes(LIBRARY_BYTES),
                FuzzTarget.ofText(
                        "authority",
                        IllegalArgumentException.class,
                        List.of("http://10.0.0.1:8008", "https://[fe80::1]", "http://tasks.db_node:1/x"),
                        ConfigTargets::authority));
    }

    /** Only what the library takes reaches the scanner; {@link ConfigLoader} refuses what either finds nested too deeply. */
    private static void scan(String text) throws ConfigException {
        try {
            Hocon.parse(text, "fuzz.conf");
            HoconScanner.scan(text);
        } catch (StackOverflowError e) {
            throw new ConfigException(List.of("nested too deeply"));
        }
    }

    private static void authority(String text) {
        try {
            Authority.of(new URI(text)).normalised();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
