package io.greenlang.patroni.monitor.export.prometheus;

/**
 * What runs.
 *
 * @param version of patroni-monitor
 * @param javaVersion of the JVM
 */
public record BuildInfo(String version, String javaVersion) {}
