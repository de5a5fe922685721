package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.Observation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Settings of Patroni that decide how a failover goes, by their names in {@code patronictl edit-config}. */
final class FailoverSettings {
    private FailoverSettings() {}

    /** Patroni's defaults where nothing is set; empty when the configuration could not be read. */
    static Map<String, String> of(Observation seen) {
        return seen.dcs().config().value().map(FailoverSettings::of).orElse(Map.of());
    }

    private static Map<String, String> of(DynamicConfig config) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("ttl", config.timing().ttl().toSeconds() + " s");
        settings.put("loop_wait", config.timing().loopWait().toSeconds() + " s");
        settings.put("retry_timeout", config.timing().retryTimeout().toSeconds() + " s");
        settings.put("maximum_lag_on_failover", Figures.bytes(config.maximumLagOnFailoverBytes()));
        settings.put("synchronous_mode", config.synchronousMode().kind().name().toLowerCase(Locale.ROOT));
        if (config.synchronousMode().isOn()) {
            settings.put("synchronous_mode_strict", config.synchronousMode().strict() ? "on" : "off");
        }
        settings.put("failsafe_mode", config.failsafeMode() ? "on" : "off");
        settings.put("check_timeline", config.checkTimeline() ? "on" : "off");
        return settings;
    }
}
