package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.rule.Catalogue;

/** The loader that knows the limits of every rule, as the daemon has it. */
public final class Configs {
    public static final ConfigLoader LOADER = new ConfigLoader(Catalogue.limits());

    private Configs() {}
}
