package io.greenlang.patroni.monitor.config;

import com.typesafe.config.ConfigUtil;
import io.greenlang.patroni.monitor.rule.Catalogue;
import java.time.Duration;
import java.util.Map;

/** Configurations as text makes them: who adds a key changes no test that doesn't want it. */
public final class Configs {
    /** Knows the limits of every rule, as the daemon's does. */
    public static final ConfigLoader LOADER = new ConfigLoader(Catalogue.limits());

    private Configs() {}

    /** @param settings of the cluster, on top of the defaults; how its members are found is among them */
    public static ClusterConfig cluster(String name, String settings) {
        String block = ConfigUtil.quoteString(name) + " {\n" + settings + "\n}";
        return load("patroni-monitor.clusters {\n" + block + "\n}").clusters().get(0);
    }

    /** @param limits of some rules, on top of the defaults */
    public static Thresholds thresholds(String limits) {
        return cluster("main", "seeds = [\"http://127.0.0.1:8008\"]\nthresholds {\n" + limits + "\n}")
                .thresholds();
    }

    /** The limits of no other rules: those are off. */
    public static Thresholds only(Map<String, Thresholds.Limits> rules) {
        Thresholds defaults = LOADER.defaults().thresholds();
        return new Thresholds(
                rules, defaults.archiveFailureWindow(), defaults.maintenanceWindow(), defaults.backupAges());
    }

    /** Of a poll that keeps these times, in whole seconds. */
    public static ClusterConfig.PollConfig poll(Duration interval, Duration http, Duration sql) {
        String paces = "interval = %ds, http-timeout = %ds, sql-timeout = %ds"
                .formatted(interval.toSeconds(), http.toSeconds(), sql.toSeconds());
        return cluster("main", "seeds = [\"http://127.0.0.1:8008\"]\npoll { " + paces + " }")
                .poll();
    }

    private static MonitorConfig load(String text) {
        try {
            return LOADER.load(text, "test.conf");
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }
}
