package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.event.EventLog;
import io.greenlang.patroni.monitor.incident.IncidentLog;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.trend.Trend;
import io.prometheus.client.CollectorRegistry;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the server answers from. Everything but {@code reload} must return at once and from any thread.
 *
 * @param trends the last hour of a cluster, by its name
 * @param links in force now
 * @param looks with what is in force now
 * @param loopsAlive every poll loop has completed a round recently
 * @param clock for the age of facts
 */
public record Served(
        CollectorRegistry registry,
        Supplier<MonitorReport> reports,
        Function<String, Trend> trends,
        EventLog events,
        IncidentLog incidents,
        AvailabilityBook availability,
        Supplier<LinksConfig> links,
        Looks looks,
        Reload reload,
        BooleanSupplier loopsAlive,
        InstantSource clock) {}
